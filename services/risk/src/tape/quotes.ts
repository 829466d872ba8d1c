/** The newest book of each outcome, its hourly midpoints, and what one share of it counts as. */
import { account, money, type TokenId } from '@sluice/domain';

/** Prices of a book show how fine its market's grid is. */
const TICKS = ['0.01', '0.001', '0.0001'].map(money.price);
const COARSEST = money.price('0.01');
const FINEST = money.price('0.0001');

export class Quotes {
  readonly #last = new Map<TokenId, account.Quote>();
  readonly #midpoints = new Map<TokenId, readonly account.Midpoint[]>();
  readonly #ticks = new Map<TokenId, money.Price>();
  readonly #payouts = new Map<TokenId, bigint>();

  /** Best levels come first, and empty ones not at all, however the tape has them. */
  keep({ tokenId, bids, asks, at }: account.Quote): void {
    const quote = {
      ...{ tokenId, at },
      bids: sorted(bids, ({ price: one }, { price: other }) => (one > other ? -1 : 1)),
      asks: sorted(asks, ({ price: one }, { price: other }) => (one < other ? -1 : 1)),
    };
    this.#last.set(tokenId, quote);
    this.#midpoints.set(tokenId, account.withMidpoint(this.midpoints(tokenId), quote));
    for (const { price } of [...bids, ...asks]) {
      const tick = this.tickOf(tokenId);
      if (price % tick !== 0n) this.#ticks.set(tokenId, tickFor(price));
    }
  }

  last(tokenId: TokenId): account.Quote | undefined {
    return this.#last.get(tokenId);
  }

  midpoints(tokenId: TokenId): readonly account.Midpoint[] {
    return this.#midpoints.get(tokenId) ?? [];
  }

  /** The coarsest grid that every price seen so far lies on. */
  tickOf(tokenId: TokenId): money.Price {
    return this.#ticks.get(tokenId) ?? COARSEST;
  }

  /** The market is resolved: from now on a share counts as what it pays. */
  paid(tokenId: TokenId, payout: bigint): void {
    this.#payouts.set(tokenId, payout);
  }

  markOf(tokenId: TokenId): account.Mark | undefined {
    const payout = this.#payouts.get(tokenId);
    if (payout !== undefined) return { tokenId, price: payout };
    const quote = this.last(tokenId);
    return quote === undefined ? undefined : account.markOf(quote);
  }
}

const tickFor = (price: money.Price): money.Price =>
  TICKS.find((tick) => price % tick === 0n) ?? FINEST;

function sorted(
  levels: readonly account.Level[],
  order: (one: account.Level, other: account.Level) => number,
): readonly account.Level[] {
  return levels.filter(({ shares }) => shares > 0n).sort(order);
}
