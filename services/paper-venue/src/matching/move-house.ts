/** How the tape moves the book: levels change, snapshots replace, trades reach clients' orders. */
import { larger, smaller } from '../amounts/micro.js';
import {
  bestFirst,
  opposite,
  reaches,
  withHouse,
  withResting,
  type BookSide,
  type Fill,
  type Levels,
  type OrderBook,
  type RestingOrder,
} from './order-book.js';
import { takeLevel } from './take-level.js';

/** The house was the taker in all of these fills. */
export type Moved = { readonly book: OrderBook; readonly fills: readonly Fill[] };

/** A trade on the tape: the crowd took this much from this side at this price, in YES terms. */
export type TapeTrade = {
  readonly side: BookSide;
  readonly price: bigint;
  readonly shares: bigint;
};

export const setHouseLevel = (
  book: OrderBook,
  level: { readonly side: BookSide; readonly price: bigint; readonly size: bigint },
): Moved => {
  const levels = new Map(book.house[level.side]);
  if (level.size > 0n) levels.set(level.price, level.size);
  else levels.delete(level.price);
  return fillCrossed(withHouseAt(book, level.side, levels));
};

/** Replaces the crowd's whole book; a best level that shrank was traded, and that trade is told. */
export const replaceHouse = (
  book: OrderBook,
  next: Readonly<Record<BookSide, Levels>>,
): Moved & { readonly trades: readonly TapeTrade[] } => {
  const trades = [...impliedTrades(book, next, 'bid'), ...impliedTrades(book, next, 'ask')];
  const fills: Fill[] = [];
  let moved = book;
  for (const trade of trades) {
    const traded = tradeThrough(moved, trade);
    moved = traded.book;
    fills.push(...traded.fills);
  }
  moved = withHouseAt(withHouseAt(moved, 'bid', next.bid), 'ask', next.ask);
  const crossed = fillCrossed(moved);
  return { book: crossed.book, fills: [...fills, ...crossed.fills], trades };
};

/** Lets a trade of the tape pass through the clients' orders it would have met. */
export const tradeThrough = (book: OrderBook, trade: TapeTrade): Moved => {
  const fills: Fill[] = [];
  let left = trade.shares;
  const better = book.resting[trade.side].map((order) => {
    if (order.price === trade.price || !reaches(trade.side, order.price, trade.price)) return order;
    return fillOrder(order, order.price);
  });
  function fillOrder(order: RestingOrder, price: bigint): RestingOrder {
    const shares = smaller(order.remaining, left);
    if (shares === 0n) return order;
    left -= shares;
    const next = { ...order, remaining: order.remaining - shares };
    fills.push({ price, shares, maker: next });
    return next;
  }
  const atPrice = better.filter((order) => order.price === trade.price);
  const taken = takeLevel({ price: trade.price, house: left, orders: atPrice }, left);
  fills.push(...taken.fills.filter((fill) => fill.maker !== 'house'));
  const next = new Map(taken.orders.map((order) => [order.id, order]));
  const resting = better.map((order) => next.get(order.id) ?? order);
  return { book: withResting(book, trade.side, resting), fills };
};

/** Shares that left a level were behind a client's order until they can no longer have been. */
const withHouseAt = (book: OrderBook, side: BookSide, levels: Levels): OrderBook => {
  const moved = withHouse(book, side, levels);
  const isShorter = ({ price, houseAhead }: RestingOrder): boolean =>
    houseAhead > (levels.get(price) ?? 0n);
  if (!book.resting[side].some(isShorter)) return moved;
  const resting = book.resting[side].map((order) =>
    isShorter(order) ? { ...order, houseAhead: levels.get(order.price) ?? 0n } : order,
  );
  return withResting(moved, side, resting);
};

/** The crowd now offers what a client's resting order asks for: the client is filled at its price. */
const fillCrossed = (book: OrderBook): Moved => {
  const fills: Fill[] = [];
  let next = book;
  for (const side of ['bid', 'ask'] as const) {
    const from = opposite(side);
    const [first] = next.resting[side];
    const isReached = (price: bigint): boolean =>
      first !== undefined && reaches(from, price, first.price);
    const prices = [...next.house[from].keys()].filter(isReached).sort(bestFirst(from));
    if (prices.length === 0) continue;
    const house = new Map(next.house[from]);
    const resting = next.resting[side].map((order) => {
      let remaining = order.remaining;
      for (const price of prices) {
        if (remaining === 0n || !reaches(from, price, order.price)) break;
        const shares = smaller(remaining, house.get(price) ?? 0n);
        if (shares === 0n) continue;
        remaining -= shares;
        house.set(price, (house.get(price) ?? 0n) - shares);
        fills.push({ price: order.price, shares, maker: { ...order, remaining } });
      }
      return { ...order, remaining };
    });
    for (const [price, size] of house) if (size === 0n) house.delete(price);
    next = withResting(withHouse(next, from, house), side, resting);
  }
  return { book: next, fills };
};

const impliedTrades = (
  book: OrderBook,
  next: Readonly<Record<BookSide, Levels>>,
  side: BookSide,
): readonly TapeTrade[] => {
  const trades: TapeTrade[] = [];
  for (const price of [...book.house[side].keys()].sort(bestFirst(side))) {
    const before = book.house[side].get(price) ?? 0n;
    const after = next[side].get(price) ?? 0n;
    const shares = larger(before - after, 0n);
    if (shares > 0n) trades.push({ side, price, shares });
    if (shares === 0n || after > 0n) break;
  }
  return trades;
};
