/** The crowd takes from a client's resting order, now, whatever stands before it. */
import { smaller } from '../../amounts/micro.js';
import { bookSideOf, withResting } from '../../matching/order-book.js';
import type { VenueOrder } from '../../orders/order.js';
import { fillOrders, tradesOfHouse } from '../../trades/book-fills.js';
import type { VenueTrade } from '../../trades/trade.js';
import { takerSideOf, type Venue } from '../../venue.js';

/** Nothing happens to an order that does not rest. */
export const fillByCrowd = (
  venue: Venue,
  order: VenueOrder,
  upTo: bigint,
): readonly VenueTrade[] => {
  const before = venue.markets.find(order.conditionId);
  if (before === undefined) return [];
  const side = bookSideOf(order.token, order.side);
  const maker = before.book.resting[side].find(({ id }) => id === order.id);
  if (maker === undefined) return [];
  const shares = smaller(upTo, maker.remaining);
  const trades = tradesOfHouse(venue, before, [{ price: maker.price, shares, maker }]);
  for (const trade of trades) fillOrders(venue, venue.trades.put(trade));
  const left = before.book.resting[side].map((other) =>
    other === maker ? { ...other, remaining: other.remaining - shares } : other,
  );
  const after = venue.markets.change(before.id, {
    book: withResting(before.book, side, left),
    lastTrade: { token: 0, side: takerSideOf(side), price: maker.price, shares },
    movedAtMs: venue.nowMs(),
  });
  const { publish } = venue.announcements;
  const print = { side: takerSideOf(side), price: maker.price, shares };
  publish({ kind: 'traded', market: after, token: 0, ...print });
  for (const trade of trades) publish({ kind: 'trade', trade });
  publish({ kind: 'book_moved', before, after, whole: false });
  for (const trade of trades) venue.settle(trade);
  return trades;
};
