/**
 * Carries out a kill at the venue: cancels what rests there, sweeps once more when nothing can be on
 * its way any more, and lets only what the venue lists afterwards verify it.
 *
 * Repeating any of it changes nothing, so a restart in the middle goes on where it was. A person's
 * release, or another kill of the same, ends it.
 */
import { epochMs, kill, order } from '@sluice/domain';
import type { Position, VenueWatch } from '@sluice/ports';
import { killStream, orderStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import type { EffectOutcome } from '@sluice/postgres';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { killOf, WHOLE_ACCOUNT, type Kill, type KillSwitch } from './kill-switch.js';
import type { Reconciler } from './reconcile-orders.js';
import { openOrdersOf, type TrackedOrder } from './tracked-orders.js';

export type Sweeping = Pick<ExecutorContext, 'decisions' | 'clock' | 'log'> & {
  readonly venue: Pick<VenueWatch, 'cancelAll' | 'cancelMany' | 'openOrders'>;
  readonly kills: Pick<KillSwitch, 'stands'>;
  readonly database: DataSource;
  readonly reconciler: Pick<Reconciler, 'soon'>;
  /** Resolves when the tables hold everything up to a place of the ledger. */
  readonly readThrough: (position: Position) => Promise<void>;
  /** For how long something that was sent before the kill may still land at the venue. */
  readonly inFlightMs: number;
};

export type Sweeper = {
  /** Begins without waiting for its turn among the effects. */
  now(kill: Kill): void;
  /** What the effect does that the kill gave; by the fact that killed. */
  effectOf(killed: 'AccountKilled' | 'StrategyKilled'): EffectHandler;
};

/** How long after the second sweep is due a kill that is not verified becomes an alert. */
const VERIFY_WITHIN_MS = 15_000;
const AGAIN_MS = 1_000;
/** How often one sweep cancels what the venue still lists, and how long it is given in between. */
const ROUNDS_MAX = 3;
const ROUND_MS = 250;

export function sweepKilledOrders(sweeping: Sweeping): Sweeper {
  const { decisions, kills, clock, log, inFlightMs } = sweeping;
  const inHand = new Map<string, Promise<EffectOutcome>>();

  async function step(killed: Kill): Promise<EffectOutcome> {
    const key = {
      killId: killed.killId,
      accountId: killed.accountId,
      strategyId: killed.strategyId,
    };
    const stream = killStream(killed.killId, killed.accountId);
    // Each asking is its own cause: a sweep that was begun again may have other numbers.
    const tell = (command: kill.Command) =>
      decisions.tell(kill.decider, stream, command, {
        causeId: `${killed.killId}/${command.type}/${randomUUID()}`,
        journeyId: '',
      });
    const doubtWhenLate = async (detail: string): Promise<EffectOutcome> => {
      const at = clock.now();
      const lateMs = epochMs(at) - epochMs(killed.at) - inFlightMs - VERIFY_WITHIN_MS;
      if (lateMs > 0) await tell({ type: 'DoubtKill', data: { ...key, detail, at } });
      return { retryAfterMs: AGAIN_MS, error: detail };
    };

    const state = await decisions.state(kill.decider, stream);
    if (state.kind === 'verified' || !kills.stands(killed.killId)) return 'done';
    const { firstSweptAt, stillOpen, sweeps } = state;
    const beganAt = clock.now();
    const waitMs =
      firstSweptAt === undefined ? 0 : epochMs(firstSweptAt) + inFlightMs - epochMs(beganAt);
    if (sweeps > 0 && stillOpen === 0 && waitMs > 0) return { retryAfterMs: waitMs };

    let swept: Omit<kill.Sweep, 'sweep' | 'at'>;
    try {
      swept = await sweep(sweeping, killed, sweeps === 0);
    } catch (error) {
      log.warn({ killId: killed.killId, error: String(error) }, 'a sweep is begun again');
      return doubtWhenLate(String(error));
    }
    const data = { ...key, ...swept, sweep: sweeps + 1, at: clock.now() };
    await tell({ type: 'RecordSweep', data });
    if (swept.stillOpen > 0) {
      return doubtWhenLate(`the venue still lists ${swept.stillOpen} open orders`);
    }
    if (firstSweptAt === undefined) return { retryAfterMs: inFlightMs };
    if (waitMs > 0) return { retryAfterMs: waitMs };
    const { at: killedAt } = killed;
    await tell({ type: 'VerifyKill', data: { ...key, killedAt, at: clock.now() } });
    return { retryAfterMs: 0 };
  }

  /** One at a time for each kill, whoever asks. */
  function join(killed: Kill): Promise<EffectOutcome> {
    const running = inHand.get(killed.killId);
    if (running !== undefined) return running;
    const begun = step(killed).finally(() => inHand.delete(killed.killId));
    inHand.set(killed.killId, begun);
    return begun;
  }

  return {
    now: (killed) =>
      void join(killed).catch((error: unknown) =>
        log.warn({ killId: killed.killId, error: String(error) }, 'a sweep is left to its effect'),
      ),
    effectOf:
      (killed) =>
      ({ payload }) =>
        join(killOf(unpackFact(killed, payload))),
  };
}

async function sweep(
  { venue, decisions, database, reconciler, readThrough }: Sweeping,
  killed: Kill,
  isFirst: boolean,
): Promise<Omit<kill.Sweep, 'sweep' | 'at'>> {
  const cancelled = new Set<string>();
  const cancel = async (answer: ReturnType<VenueWatch['cancelAll']>): Promise<void> => {
    for (const orderHash of (await answer).cancelled) cancelled.add(orderHash.toLowerCase());
  };
  // The whole account needs no table to be cancelled.
  if (killed.strategyId === WHOLE_ACCOUNT && isFirst) await cancel(venue.cancelAll());

  await readThrough(killed.position);
  const ours = (await openOrdersOf(database, killed)).filter((one) => !isSpared(killed, one));
  const listed = async (): Promise<readonly string[]> => {
    const { accountId } = killed;
    const all = await openOrdersOf(database, { accountId, strategyId: WHOLE_ACCOUNT });
    const byHash = new Map(all.map((one) => [one.orderHash.toLowerCase(), one]));
    return (await venue.openOrders())
      .map(({ orderHash }) => orderHash)
      .filter((orderHash) => isMeant(killed, byHash.get(orderHash.toLowerCase())));
  };

  const left = ours.map(({ orderHash }) => orderHash).filter((hash) => !isIn(cancelled, hash));
  if (left.length > 0) await cancel(venue.cancelMany(left));
  let open = await listed();
  for (let round = 1; open.length > 0 && round < ROUNDS_MAX; round += 1) {
    await cancel(venue.cancelMany(open));
    await sleep(ROUND_MS);
    open = await listed();
  }

  let inDoubt = 0;
  for (const one of ours) {
    const stream = orderStream(one.orderId, one.accountId);
    const state = await decisions.state(order.decider, stream);
    if (!order.isOpen(state) || isIn(cancelled, one.orderHash)) continue;
    if (state.kind !== 'live') inDoubt += 1;
    // It may be on its way: its cancel is repeated until its end is known.
    const { by, why, at, killId } = killed;
    await decisions.tell(
      order.decider,
      stream,
      { type: 'RequestCancel', data: { by, why: `killed: ${why}`, at } },
      { causeId: `${killId}/cancel`, journeyId: one.signalId },
    );
  }
  reconciler.soon();
  return { cancelled: cancelled.size, stillOpen: open.length, inDoubt };
}

const isIn = (hashes: ReadonlySet<string>, orderHash: string): boolean =>
  hashes.has(orderHash.toLowerCase());

/** A sale that the kill itself allowed is not taken back. */
const isSpared = (
  { flatten, at }: Kill,
  { side, requestedAt }: Pick<TrackedOrder, 'side' | 'requestedAt'>,
): boolean => flatten && side === 'SELL' && new Date(requestedAt) >= new Date(at);

/** What we do not know was placed by hand, and belongs to the account alone. */
const isMeant = (killed: Kill, ours: TrackedOrder | undefined): boolean =>
  ours === undefined
    ? killed.strategyId === WHOLE_ACCOUNT
    : [WHOLE_ACCOUNT, ours.strategyId].includes(killed.strategyId) && !isSpared(killed, ours);
