/** What our ledger knows of a market, as the chain needs it. */
import { market, type ConditionId } from '@sluice/domain';
import { marketStream, type Decisions } from '@sluice/reactions';
import type { KnownMarket, KnownPayout } from './redemption.context.js';

/** Throws when it was never listed. Signal-ingest writes it, so it is read anew each time. */
export async function knownMarket(
  decisions: Decisions,
  conditionId: ConditionId,
): Promise<KnownMarket> {
  decisions.forget(marketStream(conditionId));
  const state = await decisions.state(market.decider, marketStream(conditionId));
  if (state.kind === 'unknown') throw new Error(`Market ${conditionId} was never listed`);
  const { listing, payout } = state;
  const tokenIds = listing.outcomes.map(({ tokenId }) => tokenId);
  return {
    market: { conditionId, tokenIds, negRisk: listing.negRisk },
    // The state keeps the whole fact of the resolution.
    payout: payout as KnownPayout | undefined,
  };
}
