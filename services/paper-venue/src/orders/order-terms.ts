/** What a signed order asks for: price on the tick, shares, dollars; or why it cannot stand. */
import { formatMicro, ONE } from '../amounts/micro.js';
import type { Hex } from '../chain/venue-chain.js';
import type { Market } from '../markets/market.js';
import type { VenueRules } from '../rules/venue-rules.js';
import { tooManyDecimals } from './amount-decimals.js';
import type { OrderRequest } from './read-order-request.js';
import { refusals, type Refusal } from './refusal.js';

export type OrderTerms = {
  readonly kind: 'terms';
  readonly price: bigint;
  readonly shares: bigint;
  /** Set when the order is sized in pUSD: an immediate BUY. */
  readonly dollars: bigint | null;
};

/** The venue drops an order this long before its expiration. */
export const EXPIRATION_MARGIN_SECONDS = 60;

export const readTerms = (
  id: Hex,
  request: OrderRequest,
  market: Market,
  { nowMs, decimals }: { readonly nowMs: number; readonly decimals: VenueRules['decimals'] },
): OrderTerms | Refusal => {
  const { signed, orderType } = request;
  const buys = signed.side === 'BUY';
  const shares = buys ? signed.takerAmount : signed.makerAmount;
  const paid = buys ? signed.makerAmount : signed.takerAmount;
  if (shares === 0n || paid === 0n) return refusals.dust();
  const immediate = orderType === 'FOK' || orderType === 'FAK';
  if (request.postOnly && immediate) return refusals.postOnlyType();
  if (!expirationFits(request, nowMs)) return refusals.badExpiration();
  const price = onTick((paid * ONE) / shares, market.tick);
  if (price === undefined)
    return refusals.offTick(id, formatMicro((paid * ONE) / shares), formatMicro(market.tick));
  const inexact = tooManyDecimals(request, market.tick, decimals);
  if (inexact !== undefined) return inexact;
  if (!immediate && shares < market.minSize)
    return refusals.tooSmall(id, formatMicro(shares), formatMicro(market.minSize));
  if (immediate && buys && paid < ONE) return refusals.tooCheap(formatMicro(paid));
  return { kind: 'terms', price, shares, dollars: immediate && buys ? paid : null };
};

/** Amounts are rounded before they are signed, so their quotient may miss the tick by a little. */
const TOLERANCE_PARTS_OF_TICK = 20n;

const onTick = (raw: bigint, tick: bigint): bigint | undefined => {
  const nearest = ((raw + tick / 2n) / tick) * tick;
  const missed = raw > nearest ? raw - nearest : nearest - raw;
  if (missed > tick / TOLERANCE_PARTS_OF_TICK) return undefined;
  return nearest >= tick && nearest <= ONE - tick ? nearest : undefined;
};

const expirationFits = ({ orderType, expiration }: OrderRequest, nowMs: number): boolean =>
  orderType === 'GTD' ? expiration - EXPIRATION_MARGIN_SECONDS > nowMs / 1000 : expiration === 0;
