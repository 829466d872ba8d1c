/**
 * Carries out planned redemptions. Right before signing the chain is asked once more what is held: what
 * changed is planned anew, and what somebody else redeemed is found and booked, not redeemed again.
 * Where a transaction redeems one outcome only, the next is planned when the first is paid.
 */
import { redemption, type transaction } from '@sluice/domain';
import type { ChainWork } from '@sluice/ports';
import { redemptionStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import { carryOut } from './carry-out.js';
import { findElsewhere } from './find-elsewhere.js';
import { holdingsOf } from './holdings-of.js';
import type { RedemptionContext } from './redemption.context.js';

/** Effects of the same redemption begin with its request or with the failure of an attempt. */
export type RedemptionTrigger = 'RedemptionRequested' | 'RedemptionFailed';

/** How often logs are searched before positions are called vanished. */
const SEARCHES_MAX = 5;

export function submitRequestedRedemptions(
  context: RedemptionContext,
  trigger: RedemptionTrigger = 'RedemptionRequested',
): EffectHandler {
  const { decisions, redeemer, clock } = context;

  return async ({ payload, attempt: tries }) => {
    const { data: key } = unpackFact(trigger, payload);
    const { conditionId, redemptionId: id } = key;
    const stream = redemptionStream(key.accountId, conditionId);
    const tell = (command: redemption.Command, causeId: string) =>
      decisions.tell(redemption.decider, stream, command, { causeId, journeyId: '' });
    const look = async () => {
      const state = await decisions.state(redemption.decider, stream);
      return redemption.isUnderWay(state) ? state : undefined;
    };
    const planned = async (): Promise<NonNullable<Awaited<ReturnType<typeof look>>>> => {
      const state = await look();
      if (state === undefined) throw new Error(`Redemption ${id} is not under way`);
      return state;
    };
    const workOf = async ({ plan }: { readonly plan: redemption.Plan }): Promise<ChainWork> => {
      const { market } = await context.marketOf(conditionId);
      const shares = market.tokenIds.map(
        (tokenId) => plan.holdings.find((held) => held.tokenId === tokenId)?.shares ?? NONE,
      );
      return { kind: 'redeem', market, shares, since: plan.blockNumber ?? 0n };
    };

    const outcome = await carryOut(context, {
      ...{ id, look, tell },
      sentWork: async () => workOf(await planned()),

      work: async () => {
        const { plan, attempts } = await planned();
        const known = await context.marketOf(conditionId);
        await redeemer.checkIds(known.market);
        const held = await holdingsOf(context, known, plan.blockNumber ?? 0n);
        const gone = plan.holdings.filter(
          ({ tokenId, shares }) =>
            (held.holdings.find((one) => one.tokenId === tokenId)?.shares ?? 0n) < shares,
        );
        if (gone.length > 0) {
          const since = (plan.blockNumber ?? 0n) + 1n;
          const found = await findElsewhere(context, { key: plan, known, since });
          if (found === 0 && held.holdings.every(({ shares }) => shares === 0n)) {
            if (tries < SEARCHES_MAX) throw new Error(`${id}: nothing shows where the shares went`);
            const detail = `nothing is held in block ${held.blockNumber}, and nothing took it`;
            const data = { attempt: attempts + 1, reason: 'vanished' as const, detail };
            const at = clock.now();
            await tell({ type: 'RecordFailure', data: { ...data, at } }, `${id}/vanished/${at}`);
          }
        }
        const { blockNumber } = held;
        const holdings = redeemer.redeemsTogether(known.market)
          ? held.holdings
          : oneOf(held.holdings);
        const check = { holdings, blockNumber, at: clock.now() };
        await tell({ type: 'CheckPlan', data: check }, `${id}/plan/${blockNumber}`);
        const state = await look();
        if (state?.kind !== 'planned') return undefined;
        return workOf(state);
      },

      // What took nothing came too late for somebody else's.
      explains: async (proof: transaction.Proof) => {
        const tookNothing = proof.succeeded && proof.burned.length === 0 && proof.payoutUsd === 0n;
        const { plan } = await planned();
        if (!tookNothing || plan.expectedPayoutUsd === 0n) return false;
        const known = await context.marketOf(conditionId);
        const since = (plan.blockNumber ?? 0n) + 1n;
        return (await findElsewhere(context, { key: plan, known, since, idle: proof })) > 0;
      },
    });
    if (outcome === 'done') await planTheRest(context, key);
    return outcome;
  };
}

/** The first that pays, alone. */
function oneOf(holdings: readonly redemption.Holding[]): readonly redemption.Holding[] {
  const held = holdings.filter(({ shares }) => shares > 0n);
  const first = held.find(({ payoutUsd }) => payoutUsd > 0n) ?? held[0];
  return first === undefined ? [] : [first];
}

/** What one transaction had to leave is next. */
async function planTheRest(
  context: RedemptionContext,
  { redemptionId, accountId, wallet, conditionId }: redemption.RedemptionKey,
): Promise<void> {
  const { decisions, redeemer, clock } = context;
  const stream = redemptionStream(accountId, conditionId);
  const state = await decisions.state(redemption.decider, stream);
  if (state.kind !== 'redeemed') return;
  const known = await context.marketOf(conditionId);
  if (redeemer.redeemsTogether(known.market)) return;
  const { holdings, blockNumber } = await holdingsOf(context, known, 0n);
  const key = { redemptionId, accountId, wallet, conditionId };
  const why = 'a transaction redeems one outcome of it';
  const data = { ...key, holdings, blockNumber, by: 'redemption', why, at: clock.now() };
  const causeId = `${redemptionId}/rest/${state.attempts}/${blockNumber}`;
  await decisions.tell(
    redemption.decider,
    stream,
    { type: 'SettleHoldings', data },
    { causeId, journeyId: '' },
  );
}

const NONE = 0n as redemption.Holding['shares'];
