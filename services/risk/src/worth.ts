/** What a share of an outcome counts as now: its payout once that stands on chain, else its book. */
import { account, market, type ConditionId, type TokenId } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';
import { marketStream, type Decisions } from '@sluice/reactions';

/** Undefined when nothing says so: then its last mark stays. */
export async function markNow(
  { decisions, quotes }: { readonly decisions: Decisions; readonly quotes: Pick<Quotes, 'last'> },
  { tokenId, conditionId }: { readonly tokenId: TokenId; readonly conditionId: ConditionId },
): Promise<account.Mark | undefined> {
  const state = await decisions.state(market.decider, marketStream(conditionId));
  const payout = market.payoutOf(state, tokenId);
  // A book that outlives its market says nothing any more.
  if (payout !== undefined) return { tokenId, price: payout };
  const quote = quotes.last(tokenId);
  return quote === undefined ? undefined : account.markOf(quote);
}
