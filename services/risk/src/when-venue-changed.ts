/** While the venue, our heartbeat or our view of it is not as it must be, breakers stop entries. */
import { account, type AccountId, type venueAccount } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { accountStream, type Decisions, type Reaction } from '@sluice/reactions';

/** Who acts when no person does. */
const BY = 'sluice';

type Kind = Extract<
  account.BreakerKind,
  `venue_${'heartbeat' | 'version' | 'condition' | 'unreconciled'}` | 'user_stream'
>;
/** A reason when the breaker must be on; otherwise why it need not be. */
type Breaker = { readonly kind: Kind; readonly on: boolean; readonly why: string };

export const whenVenueChanged: readonly Reaction<object>[] = [
  breakersOn('VenueConditionChanged', ({ condition, detail }) => {
    const why = `the venue is ${condition}: ${detail}`;
    const isVersion = condition === 'version_changed';
    return [
      { kind: 'venue_version', on: isVersion, why },
      { kind: 'venue_condition', on: condition !== 'open' && !isVersion, why },
    ];
  }),
  breakersOn('HeartbeatLost', ({ since, why }) => [
    { kind: 'venue_heartbeat', on: true, why: `no heartbeat was taken since ${since}: ${why}` },
  ]),
  breakersOn('HeartbeatRestored', ({ since, at }) => [
    { kind: 'venue_heartbeat', on: false, why: `taken again, after ${secondsFrom(since, at)} s` },
  ]),
  breakersOn('UserStreamLost', ({ since, why }) => [
    { kind: 'user_stream', on: true, why: `blind since ${since}: ${why}` },
  ]),
  breakersOn('UserStreamRestored', ({ since, at }) => [
    { kind: 'user_stream', on: false, why: `sees again, after ${secondsFrom(since, at)} s` },
  ]),
  breakersOn('VenueUnreconciled', ({ why }) => [{ kind: 'venue_unreconciled', on: true, why }]),
  breakersOn('VenueReconciled', ({ orders, trades, positions }) => [
    {
      kind: 'venue_unreconciled',
      on: false,
      why: `${orders} orders, ${trades} trades and ${positions} positions were compared`,
    },
  ]),
];

type FactOf<Type extends venueAccount.Event['type']> = Extract<
  venueAccount.Event,
  { readonly type: Type }
>;

function breakersOn<Type extends venueAccount.Event['type']>(
  on: Type,
  breakers: (data: FactOf<Type>['data']) => readonly Breaker[],
): Reaction<object> {
  // A trigger is handed over by its type, so its data are that type's.
  const breakersOf = (data: unknown) => breakers(data as FactOf<Type>['data']);
  return {
    name: 'risk--when-venue-changed',
    on,
    handle: async ({ decisions }, trigger) => {
      const { accountId } = trigger.data as venueAccount.OfAccount;
      for (const breaker of breakersOf(trigger.data)) {
        await set(decisions, trigger, accountId, breaker);
      }
      return [];
    },
  };
}

async function set(
  decisions: Decisions,
  { id, at }: Recorded,
  accountId: AccountId,
  { kind, on, why }: Breaker,
): Promise<void> {
  const data = { accountId, strategyId: undefined, kind, by: BY, why, at };
  // One fact may clear a breaker and trip another: each has its own cause.
  const cause = { causeId: `${id}/${kind}`, journeyId: '' };
  const command: account.TripBreaker | account.ClearBreaker = on
    ? { type: 'TripBreaker', data: { ...data, until: undefined } }
    : { type: 'ClearBreaker', data };
  await decisions.tell(account.decider, accountStream(accountId), command, cause);
}

const secondsFrom = (since: string, at: string): number =>
  Math.round((Date.parse(at) - Date.parse(since)) / 1_000);
