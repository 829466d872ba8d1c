/** Which side of which neg-risk event an outcome is. */
import type { TokenId } from '../vocabulary.js';
import type { EventSide } from './state.js';
import type { MarketView } from './vocabulary.js';

/** YES is the first outcome of a market, NO the second. */
export function eventSideOf(
  market: MarketView | undefined,
  tokenId: TokenId,
): EventSide | undefined {
  return market?.negRiskEvent === undefined
    ? undefined
    : { event: market.negRiskEvent, isYes: market.tokenIds[0] === tokenId };
}
