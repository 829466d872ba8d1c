/** Writes what an order did: the order, its trades, the book; and tells everyone concerned. */
import type { Placement } from '../matching/place-in-book.js';
import { fillOrders } from '../trades/book-fills.js';
import type { VenueTrade } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import type { OrderStatus, VenueOrder } from './order.js';
import type { Refusal } from './refusal.js';

export type Taken = {
  readonly kind: 'taken';
  readonly order: VenueOrder;
  readonly trades: readonly VenueTrade[];
};

type Accepted = Extract<Placement, { outcome: 'accepted' }>;

export const commitOrder = (
  venue: Venue,
  order: VenueOrder,
  placed: Accepted,
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

/** A killed order was processed: its hash is known for ever and its owner is told. */
export const killOrder = (venue: Venue, order: VenueOrder, refusal: Refusal): Refusal => {
  const killed = venue.orders.put({ ...order, status: 'CANCELED', reason: refusal.error });
  venue.announcements.publish({ kind: 'order', type: 'CANCELLATION', order: killed });
  return refusal;
};

const statusAfter = (order: VenueOrder, placed: Accepted): OrderStatus => {
  if (placed.resting > 0n) return 'LIVE';
  const spent = order.dollars !== null && order.matchedDollars + 1n >= order.dollars;
  const complete = order.matchedShares >= order.shares || spent || order.orderType !== 'FAK';
  return complete ? 'MATCHED' : 'CANCELED';
};
