/** Takes an order in: checks, matching, money, and the books it writes, in one undivided step. */
import { assetOf, availableTo, coverOf } from '../accounts/reserved.js';
import { notional, formatMicro, ONE } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { matchDelayMs } from '../markets/market-traits.js';
import type { Market } from '../markets/market.js';
import { placeInBook, type Placement } from '../matching/place-in-book.js';
import { tradesOfTaker } from '../trades/book-fills.js';
import type { VenueTrade } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import { admitOrder, type Admitted } from './admit-order.js';
import { commitOrder, killOrder, type Taken } from './commit-order.js';
import { ORDERS_LIVE_MAX, type VenueOrder } from './order.js';
import { readTerms, type OrderTerms } from './order-terms.js';
import { readOrderRequest, type OrderRequest } from './read-order-request.js';
import { refusals, type Refusal } from './refusal.js';

export const placeOrder = async (
  venue: Venue,
  key: ApiKey,
  body: unknown,
): Promise<Taken | Refusal> => {
  const request = readOrderRequest(body);
  if ('kind' in request) return request;
  const admitted = await admitOrder(venue, key, request);
  if (admitted.kind === 'refused') return admitted;
  await venue.holdings.read(request.signed.maker, assetOf(request.signed));
  return decide(venue, key, request, admitted);
};

/** From here on nothing waits, so no other order can come in between. */
export const decide = (
  venue: Venue,
  key: ApiKey,
  request: OrderRequest,
  { id, token }: Admitted,
): Taken | Refusal => {
  if (venue.orders.hasSeen(id)) return refusals.duplicated(id);
  const listed = venue.markets.byToken(request.signed.tokenId);
  if (listed?.market.stage !== 'open') return refusals.noBook();
  if (venue.orders.live().length >= ORDERS_LIVE_MAX) return refusals.full();
  const { market } = listed;
  const refused = (refusal: Refusal): Refusal => {
    venue.orders.markSeen(id);
    return refusal;
  };
  const terms = readTerms(id, request, market, {
    nowMs: venue.nowMs(),
    decimals: venue.rules.decimals,
  });
  if (terms.kind === 'refused') return refused(terms);
  const order = newOrder(venue, key, request, terms, { id, token, conditionId: market.id });
  const placed = placeInBook(market.book, arriving(order));
  switch (placed.outcome) {
    case 'would_cross':
      return refused(refusals.postOnlyCrosses());
    case 'not_fully_filled':
      return killOrder(venue, order, refusals.notFullyFilled());
    case 'nothing_to_match':
      return killOrder(venue, order, refusals.nothingToMatch());
    case 'accepted':
      break;
  }
  const trades = tradesOfTaker(venue, market, order, placed.fills);
  const paid = order.side === 'BUY' ? notional(terms.shares, terms.price) : 0n;
  if (trades.length > 0 && order.side === 'BUY' && (terms.dollars ?? paid) < ONE)
    return refused(refusals.tooCheap(formatMicro(terms.dollars ?? paid)));
  const short = uncovered(venue, order, placed, trades);
  if (short !== undefined) return refused(short);
  const delayMs = matchDelayMs(market, venue.rules.takerDelayMs);
  return trades.length > 0 && delayMs > 0
    ? hold(venue, order, delayMs)
    : commitOrder(venue, order, placed, trades);
};

/** Held back so that quotes may still move away from it; only then is it matched. */
const hold = (venue: Venue, order: VenueOrder, delayMs: number): Taken => {
  const held = venue.orders.put({ ...order, status: 'DELAYED' });
  venue.later(delayMs, () => release(venue, held.id));
  return { kind: 'taken', order: held, trades: [] };
};

/** Matches an order that was held back, unless it was withdrawn meanwhile. */
export const release = (venue: Venue, id: string): void => {
  const order = venue.orders.find(id);
  const market = order === undefined ? undefined : venue.markets.find(order.conditionId);
  if (order?.status !== 'DELAYED' || market?.stage !== 'open') return;
  const placed = placeInBook(market.book, arriving(order));
  switch (placed.outcome) {
    case 'would_cross':
      killOrder(venue, order, refusals.postOnlyCrosses());
      return;
    case 'not_fully_filled':
      killOrder(venue, order, refusals.notFullyFilled());
      return;
    case 'nothing_to_match':
      killOrder(venue, order, refusals.nothingToMatch());
      return;
    case 'accepted':
      break;
  }
  const trades = tradesOfTaker(venue, market, order, placed.fills);
  const short = uncovered(venue, order, placed, trades);
  if (short === undefined) commitOrder(venue, { ...order, status: 'LIVE' }, placed, trades);
  else killOrder(venue, order, short);
};

const arriving = (order: VenueOrder) => ({
  ...order,
  size: order.dollars === null ? { shares: order.shares } : { dollars: order.dollars },
});

type Accepted = Extract<Placement, { outcome: 'accepted' }>;

const uncovered = (
  venue: Venue,
  order: VenueOrder,
  placed: Accepted,
  trades: readonly VenueTrade[],
): Refusal | undefined => {
  const { wallet, conditionId } = order;
  const purse = { wallet, conditionId, asset: assetOf(order), except: order.id };
  const wanted = needed(order, placed, trades);
  if (wanted <= availableTo(venue, purse)) return undefined;
  return venue.rules.balanceText === 'plain'
    ? refusals.notCovered()
    : refusals.notCovered({ ...coverOf(venue, purse), order: wanted });
};

const needed = (order: VenueOrder, placed: Accepted, trades: readonly VenueTrade[]): bigint => {
  const legs = trades.map((trade) => trade.taker);
  if (order.side === 'SELL') return legs.reduce((sum, leg) => sum + leg.shares, placed.resting);
  const resting = notional(placed.resting, order.price);
  return legs.reduce((sum, leg) => sum + leg.dollars + leg.fee, resting);
};

const newOrder = (
  venue: Venue,
  key: ApiKey,
  request: OrderRequest,
  terms: OrderTerms,
  place: Pick<VenueOrder, 'id' | 'token'> & { readonly conditionId: Market['id'] },
): VenueOrder => ({
  ...place,
  owner: key.id,
  wallet: request.signed.maker,
  tokenId: request.signed.tokenId,
  side: request.signed.side,
  orderType: request.orderType,
  postOnly: request.postOnly,
  price: terms.price,
  shares: terms.shares,
  dollars: terms.dollars,
  matchedShares: 0n,
  matchedDollars: 0n,
  signed: {
    makerAmount: request.signed.makerAmount,
    builder: request.signed.builder,
    metadata: request.signed.metadata,
  },
  status: 'LIVE',
  reason: '',
  tradeIds: [],
  expiration: request.expiration,
  createdAtMs: venue.nowMs(),
});
