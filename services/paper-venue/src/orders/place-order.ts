/** Takes an order in: checks, matching, money, and the books it writes, in one undivided step. */
import { availableTo } from '../accounts/reserved.js';
import { tokenAsset, type Asset } from '../accounts/holdings.js';
import { notional, formatMicro, ONE } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { placeInBook, type Placement } from '../matching/place-in-book.js';
import { fillOrders, tradesOfTaker } from '../trades/book-fills.js';
import type { VenueTrade } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import { admitOrder, type Admitted } from './admit-order.js';
import { ORDERS_LIVE_MAX, type OrderStatus, type VenueOrder } from './order.js';
import { readTerms, type OrderTerms } from './order-terms.js';
import { readOrderRequest, type OrderRequest } from './read-order-request.js';
import { refusals, type Refusal } from './refusal.js';

export type Taken = {
  readonly kind: 'taken';
  readonly order: VenueOrder;
  readonly trades: readonly VenueTrade[];
};

export const placeOrder = async (
  venue: Venue,
  key: ApiKey,
  body: unknown,
): Promise<Taken | Refusal> => {
  const request = readOrderRequest(body);
  if ('kind' in request) return request;
  const admitted = await admitOrder(venue, key, request);
  if (admitted.kind === 'refused') return admitted;
  const asset = spentAsset(request);
  await venue.holdings.read(request.signed.maker, asset);
  return decide(venue, key, request, admitted);
};

/** From here on nothing waits, so no other order can come in between. */
const decide = (
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
  const terms = readTerms(id, request, market, venue.nowMs());
  if (terms.kind === 'refused') return refused(terms);
  const order = newOrder(venue, key, request, terms, { id, token, conditionId: market.id });
  const placed = placeInBook(market.book, {
    ...order,
    size: terms.dollars === null ? { shares: terms.shares } : { dollars: terms.dollars },
  });
  switch (placed.outcome) {
    case 'would_cross':
      return refused(refusals.postOnlyCrosses());
    case 'not_fully_filled':
      return kill(venue, order, refusals.notFullyFilled());
    case 'nothing_to_match':
      return kill(venue, order, refusals.nothingToMatch());
    case 'accepted':
      break;
  }
  const trades = tradesOfTaker(venue, market, order, placed.fills);
  const paid = order.side === 'BUY' ? notional(terms.shares, terms.price) : 0n;
  if (trades.length > 0 && order.side === 'BUY' && (terms.dollars ?? paid) < ONE)
    return refused(refusals.tooCheap(formatMicro(terms.dollars ?? paid)));
  if (needed(order, placed, trades) > availableTo(venue, order.wallet, spentAsset(request)))
    return refused(refusals.notCovered());
  return commit(venue, order, placed, trades);
};

const commit = (
  venue: Venue,
  order: VenueOrder,
  placed: Extract<Placement, { outcome: 'accepted' }>,
  trades: readonly VenueTrade[],
): Taken => {
  const before = venue.markets.find(order.conditionId);
  if (before === undefined) throw new Error(`Market ${order.conditionId} was never listed`);
  const { publish } = venue.announcements;
  venue.orders.put(order);
  publish({ kind: 'order', type: 'PLACEMENT', order });
  for (const trade of trades) fillOrders(venue, venue.trades.put(trade));
  const filled = venue.orders.find(order.id) ?? order;
  const done = venue.orders.put({ ...filled, status: statusAfter(filled, placed) });
  const last = trades.at(-1)?.taker;
  const after = venue.markets.change(before.id, {
    book: placed.book,
    movedAtMs: venue.nowMs(),
    ...(last === undefined ? {} : { lastTrade: last }),
  });
  if (trades.length > 0) publish({ kind: 'order', type: 'UPDATE', order: done });
  if (done.status === 'CANCELED') publish({ kind: 'order', type: 'CANCELLATION', order: done });
  for (const trade of trades) {
    publish({ kind: 'traded', market: after, ...trade.taker });
    publish({ kind: 'trade', trade });
  }
  publish({ kind: 'book_moved', before, after, whole: trades.length > 0 });
  for (const trade of trades) venue.settle(trade);
  return { kind: 'taken', order: done, trades };
};

const statusAfter = (
  order: VenueOrder,
  placed: Extract<Placement, { outcome: 'accepted' }>,
): OrderStatus => {
  if (placed.resting > 0n) return 'LIVE';
  const spent = order.dollars !== null && order.matchedDollars + 1n >= order.dollars;
  const complete = order.matchedShares >= order.shares || spent || order.orderType !== 'FAK';
  return complete ? 'MATCHED' : 'CANCELED';
};

/** A killed order was processed: its hash is known for ever and its owner is told. */
const kill = (venue: Venue, order: VenueOrder, refusal: Refusal): Refusal => {
  const killed = venue.orders.put({ ...order, status: 'CANCELED', reason: refusal.error });
  venue.announcements.publish({ kind: 'order', type: 'CANCELLATION', order: killed });
  return refusal;
};

const spentAsset = ({ signed }: OrderRequest): Asset =>
  signed.side === 'BUY' ? 'COLLATERAL' : tokenAsset(signed.tokenId);

const needed = (
  order: VenueOrder,
  placed: Extract<Placement, { outcome: 'accepted' }>,
  trades: readonly VenueTrade[],
): bigint => {
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
  place: Pick<VenueOrder, 'id' | 'token' | 'conditionId'>,
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
