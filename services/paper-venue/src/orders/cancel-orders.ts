/** Takes orders out of the book: at their owner's word, at expiry, or by the venue. */
import { withoutOrder } from '../matching/order-book.js';
import type { Venue } from '../venue.js';
import { EXPIRATION_MARGIN_SECONDS } from './order-terms.js';
import { isOpen, type OrderStatus, type VenueOrder } from './order.js';

export type Cancelled = {
  readonly canceled: readonly string[];
  readonly not_canceled: Readonly<Record<string, string>>;
};

/** An owner cancels by id; ids of others are as good as unknown. */
export const cancelOrders = (venue: Venue, owner: string, ids: readonly string[]): Cancelled => {
  const canceled: string[] = [];
  const notCanceled: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const order = venue.orders.find(id);
    if (order?.owner !== owner) notCanceled[id] = 'Order not found or already canceled';
    else if (order.status === 'MATCHED') notCanceled[id] = 'Order already matched';
    else if (!isOpen(order)) notCanceled[id] = 'Order not found or already canceled';
    else {
      withdraw(venue, [order], 'CANCELED');
      canceled.push(id);
    }
  }
  return { canceled, not_canceled: notCanceled };
};

/** Ends live orders with a status and tells everyone concerned. */
export const withdraw = (
  venue: Venue,
  orders: readonly VenueOrder[],
  status: OrderStatus,
): readonly string[] => {
  for (const order of orders) {
    const before = venue.markets.find(order.conditionId);
    const ended = venue.orders.put({ ...order, status });
    venue.announcements.publish({ kind: 'order', type: 'CANCELLATION', order: ended });
    if (before === undefined) continue;
    const after = venue.markets.change(before.id, {
      book: withoutOrder(before.book, order.id),
      movedAtMs: venue.nowMs(),
    });
    venue.announcements.publish({ kind: 'book_moved', before, after, whole: false });
  }
  return orders.map((order) => order.id);
};

export const withdrawExpired = (venue: Venue): void => {
  const nowSeconds = venue.nowMs() / 1000;
  const expired = venue.orders
    .live()
    .filter(
      (order) =>
        order.orderType === 'GTD' && order.expiration - EXPIRATION_MARGIN_SECONDS <= nowSeconds,
    );
  withdraw(venue, expired, 'CANCELED');
};
