/** One market's book, told in YES terms: a NO bid at p is a YES ask at 1 - p of the same size. */
import { ONE } from '../amounts/micro.js';

export type TokenIndex = 0 | 1;
export type Side = 'BUY' | 'SELL';
export type BookSide = 'bid' | 'ask';

/** Shares by price. The house is the recorded or synthetic crowd. */
export type Levels = ReadonlyMap<bigint, bigint>;

export type RestingOrder = {
  readonly id: string;
  readonly token: TokenIndex;
  readonly side: Side;
  /** In YES terms, like everything in the book. */
  readonly price: bigint;
  readonly remaining: bigint;
  /** House shares at this price which were there first and still have to trade. */
  readonly houseAhead: bigint;
};

export type OrderBook = {
  readonly house: Readonly<Record<BookSide, Levels>>;
  /** Clients' orders: best price first, then first come first. */
  readonly resting: Readonly<Record<BookSide, readonly RestingOrder[]>>;
};

/** Who stood in the book: a client's order, or the house. */
export type Maker = 'house' | RestingOrder;

export type Fill = {
  /** In YES terms: the price of the order that was resting. */
  readonly price: bigint;
  readonly shares: bigint;
  readonly maker: Maker;
};

export const emptyBook: OrderBook = {
  house: { bid: new Map(), ask: new Map() },
  resting: { bid: [], ask: [] },
};

export const opposite = (side: BookSide): BookSide => (side === 'bid' ? 'ask' : 'bid');

/** Where an order for a token belongs in the YES book. */
export const bookSideOf = (token: TokenIndex, side: Side): BookSide =>
  (token === 0) === (side === 'BUY') ? 'bid' : 'ask';

/** Turns a token's own price into YES terms, and back: the rule is its own inverse. */
export const yesPrice = (token: TokenIndex, price: bigint): bigint =>
  token === 0 ? price : ONE - price;

/** True when a resting price at this side is at least as good for the taker as the limit. */
export const reaches = (side: BookSide, price: bigint, limit: bigint): boolean =>
  side === 'ask' ? price <= limit : price >= limit;

/** Sorts prices of a side from the best for a taker to the worst. */
export const bestFirst =
  (side: BookSide) =>
  (a: bigint, b: bigint): number =>
    a === b ? 0 : a < b === (side === 'ask') ? -1 : 1;

export type VisibleLevels = readonly (readonly [price: bigint, size: bigint])[];

/** What everyone sees: house and clients together, best price first. Books never change: seen once. */
export const visibleLevels = (book: OrderBook, side: BookSide): VisibleLevels => {
  const seen = SEEN[side].get(book);
  if (seen !== undefined) return seen;
  const total = new Map(book.house[side]);
  for (const [price, size] of clientLevels(book.resting[side]))
    total.set(price, (total.get(price) ?? 0n) + size);
  const sort = bestFirst(side);
  const levels = [...total].filter(([, size]) => size > 0n).sort(([a], [b]) => sort(a, b));
  SEEN[side].set(book, levels);
  return levels;
};

/** The crowd moves all the time, and clients' orders, of which there may be thousands, do not. */
const clientLevels = (orders: readonly RestingOrder[]): Levels => {
  const summed = SUMMED.get(orders);
  if (summed !== undefined) return summed;
  const levels = new Map<bigint, bigint>();
  for (const { price, remaining } of orders)
    levels.set(price, (levels.get(price) ?? 0n) + remaining);
  SUMMED.set(orders, levels);
  return levels;
};

const SEEN: Readonly<Record<BookSide, WeakMap<OrderBook, VisibleLevels>>> = {
  bid: new WeakMap(),
  ask: new WeakMap(),
};
const SUMMED = new WeakMap<readonly RestingOrder[], Levels>();

export const withResting = (
  book: OrderBook,
  side: BookSide,
  orders: readonly RestingOrder[],
): OrderBook => ({
  ...book,
  resting: { ...book.resting, [side]: orders.filter((order) => order.remaining > 0n) },
});

export const withHouse = (book: OrderBook, side: BookSide, levels: Levels): OrderBook => ({
  ...book,
  house: { ...book.house, [side]: levels },
});

export const withoutOrder = (book: OrderBook, id: string): OrderBook => ({
  ...book,
  resting: {
    bid: book.resting.bid.filter((order) => order.id !== id),
    ask: book.resting.ask.filter((order) => order.id !== id),
  },
});
