/** Trades against one price level in the order in which its shares arrived. */
import { larger, smaller } from '../amounts/micro.js';
import type { Fill, RestingOrder } from './order-book.js';

export type Level = {
  readonly price: bigint;
  readonly house: bigint;
  /** Clients' orders at this price, first come first. */
  readonly orders: readonly RestingOrder[];
};

export type Taken = {
  readonly fills: readonly Fill[];
  readonly house: bigint;
  readonly orders: readonly RestingOrder[];
  readonly left: bigint;
};

export const takeLevel = (level: Level, wanted: bigint): Taken => {
  let left = wanted;
  let houseTaken = 0n;
  const fills: Fill[] = [];
  const takeHouse = (most: bigint): void => {
    const shares = smaller(smaller(most, level.house - houseTaken), left);
    if (shares <= 0n) return;
    houseTaken += shares;
    left -= shares;
    fills.push({ price: level.price, shares, maker: 'house' });
  };
  const filled = level.orders.map((order) => {
    takeHouse(larger(order.houseAhead - houseTaken, 0n));
    const shares = smaller(order.remaining, left);
    if (shares === 0n) return order;
    left -= shares;
    const next = { ...order, remaining: order.remaining - shares };
    fills.push({ price: level.price, shares, maker: next });
    return next;
  });
  takeHouse(left);
  const orders = filled.map((order) => ({
    ...order,
    houseAhead: larger(order.houseAhead - houseTaken, 0n),
  }));
  return { fills, house: level.house - houseTaken, orders, left };
};
