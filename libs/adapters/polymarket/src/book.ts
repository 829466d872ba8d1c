/** One token's order book, kept sorted as levels come and go. */
import { money, type account, type Side, type TokenId } from '@sluice/domain';

export type BookLevel = { readonly price: bigint; readonly shares: bigint };

export type Book = {
  /** Sets the whole size resting at a price; nothing resting removes the level. */
  set(side: Side, level: BookLevel): void;
  /** The best levels, best first. */
  quote(tokenId: TokenId, at: string): account.Quote;
};

/** Levels in any order; the venue sends worst first, its description says otherwise. */
export function bookOf(levels: {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}): Book {
  // Both sides rise in price: the best bid is the last, the best ask the first.
  const sides: Readonly<Record<Side, BookLevel[]>> = { BUY: [], SELL: [] };
  const book: Book = {
    set: (side, level) => setLevel(sides[side], level),
    quote: (tokenId, at) => ({
      tokenId,
      bids: sides.BUY.slice(-LEVELS_MAX).reverse().map(quoted),
      asks: sides.SELL.slice(0, LEVELS_MAX).map(quoted),
      at,
    }),
  };
  for (const level of levels.bids) book.set('BUY', level);
  for (const level of levels.asks) book.set('SELL', level);
  return book;
}

function setLevel(rising: BookLevel[], level: BookLevel): void {
  const place = firstAtLeast(rising, level.price);
  const found = rising[place]?.price === level.price ? 1 : 0;
  if (level.shares > 0n) rising.splice(place, found, level);
  else rising.splice(place, found);
}

function firstAtLeast(rising: readonly BookLevel[], price: bigint): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const level = rising[middle];
    if (level !== undefined && level.price < price) low = middle + 1;
    else high = middle;
  }
  return low;
}

const quoted = ({ price, shares }: BookLevel): account.Level => ({
  price: money.toPrice(price),
  shares: shares as money.MicroShares,
});

/** Decisions look no deeper than this. */
const LEVELS_MAX = 20;
