/** What the risk service's reactions look at besides the fact that triggered them. */
import { market, type account, type ConditionId } from '@sluice/domain';
import type { Clock, Quotes } from '@sluice/ports';
import { marketStream, type Decisions } from '@sluice/reactions';
import type { KnownAccounts } from './known-accounts.js';
import type { EquityMarks } from './mark-equity.js';
import type { Midpoints } from './midpoints.js';

export type RiskContext = {
  readonly clock: Clock;
  readonly quotes: Pick<Quotes, 'last'>;
  readonly midpoints: Pick<Midpoints, 'of'>;
  readonly equity: Pick<EquityMarks, 'of' | 'touch' | 'touchMarket'>;
  readonly accounts: Pick<KnownAccounts, 'learn'>;
};

/** The market as its own facts tell it; undefined when it was never listed. */
export async function marketView(
  decisions: Decisions,
  conditionId: ConditionId,
): Promise<account.MarketView | undefined> {
  const state = await decisions.state(market.decider, marketStream(conditionId));
  if (state.kind === 'unknown') return undefined;
  const { outcomes, tickSize, orderSizeMin, fee, negRiskEvent } = state.listing;
  const tokenIds = outcomes.map(({ tokenId }) => tokenId);
  const status: account.MarketView['status'] =
    state.kind === 'open' && state.disputed ? 'disputed' : state.kind;
  const view = { status, tokenIds, tickSize, orderSizeMin, fee };
  return negRiskEvent === undefined ? view : { ...view, negRiskEvent };
}
