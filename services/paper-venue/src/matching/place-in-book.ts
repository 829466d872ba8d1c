/** What an arriving order does to the book: it takes what it reaches, then rests, or is killed. */
import { notional, ONE } from '../amounts/micro.js';
import {
  bestFirst,
  bookSideOf,
  opposite,
  reaches,
  withHouse,
  withResting,
  yesPrice,
  type BookSide,
  type Fill,
  type OrderBook,
  type RestingOrder,
  type Side,
  type TokenIndex,
} from './order-book.js';
import { takeLevel } from './take-level.js';

export type OrderType = 'GTC' | 'GTD' | 'FOK' | 'FAK';

export type ArrivingOrder = {
  readonly id: string;
  readonly token: TokenIndex;
  readonly side: Side;
  /** In the token's own terms. */
  readonly price: bigint;
  /** Immediate BUY orders are sized in dollars, everything else in shares. */
  readonly size: { readonly shares: bigint } | { readonly dollars: bigint };
  readonly orderType: OrderType;
  readonly postOnly: boolean;
};

export type Placement =
  | { readonly outcome: 'would_cross' | 'not_fully_filled' | 'nothing_to_match' }
  | {
      readonly outcome: 'accepted';
      readonly book: OrderBook;
      readonly fills: readonly Fill[];
      /** Shares now resting in the book. */
      readonly resting: bigint;
    };

export const placeInBook = (book: OrderBook, order: ArrivingOrder): Placement => {
  const swept = sweep(book, order);
  const immediate = order.orderType === 'FOK' || order.orderType === 'FAK';
  if (order.postOnly && swept.fills.length > 0) return { outcome: 'would_cross' };
  if (order.orderType === 'FOK' && !swept.complete) return { outcome: 'not_fully_filled' };
  if (order.orderType === 'FAK' && swept.fills.length === 0) return { outcome: 'nothing_to_match' };
  if (immediate || swept.complete || 'dollars' in order.size)
    return { outcome: 'accepted', book: swept.book, fills: swept.fills, resting: 0n };
  const rested = rest(swept.book, order, swept.left);
  return { outcome: 'accepted', book: rested, fills: swept.fills, resting: swept.left };
};

/** Puts an order at the back of the queue at its price. */
export const rest = (
  book: OrderBook,
  order: Pick<ArrivingOrder, 'id' | 'token' | 'side' | 'price'>,
  remaining: bigint,
): OrderBook => {
  const side = bookSideOf(order.token, order.side);
  const price = yesPrice(order.token, order.price);
  const houseAhead = book.house[side].get(price) ?? 0n;
  const { id, token } = order;
  const joining = { id, token, side: order.side, price, remaining, houseAhead };
  const sort = bestFirst(side);
  const behind = book.resting[side].findIndex((other) => sort(other.price, price) > 0);
  const at = behind === -1 ? book.resting[side].length : behind;
  return withResting(book, side, book.resting[side].toSpliced(at, 0, joining));
};

type Swept = {
  readonly book: OrderBook;
  readonly fills: readonly Fill[];
  /** Shares, or dollars for an order sized in dollars. */
  readonly left: bigint;
  readonly complete: boolean;
};

const sweep = (book: OrderBook, order: ArrivingOrder): Swept => {
  const side = opposite(bookSideOf(order.token, order.side));
  const limit = yesPrice(order.token, order.price);
  const inDollars = 'dollars' in order.size;
  let left = 'dollars' in order.size ? order.size.dollars : order.size.shares;
  const house = new Map(book.house[side]);
  const fills: Fill[] = [];
  let resting: readonly RestingOrder[] = book.resting[side];
  // Rounding may leave a micro-dollar over, which must not buy a micro-share for nothing.
  const crumb = inDollars ? 1n : 0n;
  const affordable = (price: bigint): bigint =>
    inDollars ? (left * ONE) / yesPrice(order.token, price) : left;
  for (const price of pricesOf(book, side)) {
    if (left <= crumb || !reaches(side, price, limit)) break;
    const wanted = affordable(price);
    if (wanted === 0n) break;
    const atPrice = resting.filter((other) => other.price === price);
    const taken = takeLevel({ price, house: house.get(price) ?? 0n, orders: atPrice }, wanted);
    const got = wanted - taken.left;
    left -= inDollars ? notional(got, yesPrice(order.token, price)) : got;
    fills.push(...taken.fills);
    if (taken.house > 0n) house.set(price, taken.house);
    else house.delete(price);
    const next = new Map(taken.orders.map((other) => [other.id, other]));
    resting = resting.map((other) => next.get(other.id) ?? other);
  }
  const complete = left <= crumb;
  return { book: withResting(withHouse(book, side, house), side, resting), fills, left, complete };
};

const pricesOf = (book: OrderBook, side: BookSide): readonly bigint[] => {
  const prices = new Set(book.house[side].keys());
  for (const order of book.resting[side]) prices.add(order.price);
  return [...prices].sort(bestFirst(side));
};
