/** How far into a book an order of some size reaches: the limit price that would fill it. */
import type { Price } from '../money.js';
import type { Side } from '../vocabulary.js';
import type { Level } from './vocabulary.js';

export type PriceToFill = {
  /** Of the last level that is touched. */
  readonly price: Price;
  /** False when the whole book is too thin: then the price is its worst. */
  readonly whole: boolean;
};

/**
 * The levels are those the order meets, best first: offers for BUY, bids for SELL. Undefined where
 * nothing is offered.
 */
export function priceToFill(
  levels: readonly Level[],
  order: {
    readonly side: Side;
    /** Dollars for BUY, shares for SELL; in millionths. */
    readonly amount: bigint;
  },
): PriceToFill | undefined {
  // Dollars times a million, so that a level's worth needs no rounding.
  let left = order.side === 'BUY' ? order.amount * MILLION : order.amount;
  for (const { price, shares } of levels) {
    left -= order.side === 'BUY' ? price * shares : shares;
    if (left <= 0n) return { price, whole: true };
  }
  const worst = levels.at(-1);
  return worst === undefined ? undefined : { price: worst.price, whole: false };
}

const MILLION = 1_000_000n;
