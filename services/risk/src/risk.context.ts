/** What the risk service's reactions look at besides the fact that triggered them. */
import { market, type account, type ConditionId } from '@sluice/domain';
import type { Clock, Quotes } from '@sluice/ports';
import { marketStream, type Decisions } from '@sluice/reactions';

export type RiskContext = { readonly clock: Clock; readonly quotes: Quotes };

/** The market as its own facts tell it; undefined when it was never listed. */
export async function marketView(
  decisions: Decisions,
  conditionId: ConditionId,
): Promise<account.MarketView | undefined> {
  const state = await decisions.state(market.decider, marketStream(conditionId));
  if (state.kind === 'unknown') return undefined;
  const { outcomes, tickSize, orderSizeMin, fee } = state.listing;
  const tokenIds = outcomes.map(({ tokenId }) => tokenId);
  return { status: state.kind, tokenIds, tickSize, orderSizeMin, fee };
}
