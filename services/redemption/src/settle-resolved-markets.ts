/** Reads what the wallet holds of a resolved condition and plans its redemption or confirms its loss. */
import { redemption, type money } from '@sluice/domain';
import { redemptionStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import { heldCondition } from './held-conditions.js';
import type { RedemptionContext } from './redemption.context.js';

const WAIT_FOR_SETTLEMENT_MS = 500;

export function settleResolvedMarkets(context: RedemptionContext): EffectHandler {
  const { decisions, redeemer, database, clock, accountId, readThrough } = context;

  return async ({ payload }) => {
    const resolved = unpackFact('MarketResolved', payload);
    const { conditionId, payoutNumerators, payoutDenominator, blockNumber } = resolved.data;

    // Fills older than the resolution must be in our table before it is asked.
    await readThrough(resolved.position);
    const held = await heldCondition(database, conditionId);
    if (held === undefined) return 'done';
    if (held.unsettled > 0) {
      const error = `${held.unsettled} orders or fills of ${conditionId} are not settled yet`;
      return { retryAfterMs: WAIT_FOR_SETTLEMENT_MS, error };
    }

    const outcomes = await context.outcomesOf(conditionId);
    const { shares, blockNumber: readAt } = await redeemer.holdings(outcomes, blockNumber);
    const holdings = outcomes.map((tokenId, index): redemption.Holding => {
      const numerator = payoutNumerators[index] ?? 0n;
      const payoutUsd = (((shares[index] ?? 0n) * numerator) / payoutDenominator) as money.MicroUsd;
      return { tokenId, shares: (shares[index] ?? 0n) as money.MicroShares, payoutUsd };
    });

    const redemptionId = redemption.redemptionIdOf(accountId, conditionId);
    const { wallet } = redeemer;
    const key = { redemptionId, accountId, wallet, conditionId };
    await decisions.tell(
      redemption.decider,
      redemptionStream(accountId, conditionId),
      { type: 'SettleHoldings', data: { ...key, holdings, blockNumber: readAt, at: clock.now() } },
      { causeId: resolved.id, journeyId: '' },
    );
    return 'done';
  };
}
