/** A market's history or invention: what the crowd did, event by event, and how it ended. */
import type { Hex } from '../chain/venue-chain.js';
import type { MarketTraits } from '../markets/market-traits.js';
import type { BookSide, Levels, TokenIndex } from '../matching/order-book.js';

/** All prices in YES terms; times in the tape's own milliseconds. */
export type TapeEvent =
  | { readonly kind: 'book'; readonly atMs: number; readonly bid: Levels; readonly ask: Levels }
  | {
      readonly kind: 'level';
      readonly atMs: number;
      readonly side: BookSide;
      readonly price: bigint;
      readonly size: bigint;
    }
  | {
      readonly kind: 'trade';
      readonly atMs: number;
      /** The side that was resting. */
      readonly side: BookSide;
      readonly price: bigint;
      readonly shares: bigint;
    }
  /** A game begins; where the book is cleared for it, all orders go. */
  | { readonly kind: 'game_started'; readonly atMs: number };

export type Tape = {
  readonly slug: string;
  readonly question: string;
  readonly questionId: Hex;
  readonly outcomes: readonly [string, string];
  readonly winner: TokenIndex;
  readonly feeRate: bigint;
  /** Absent = a plain market. */
  readonly traits?: Partial<Omit<MarketTraits, 'startsAtMs'>> & {
    /** When the game starts, counted from the listing. */
    readonly startsAfterMs?: number;
  };
  readonly events: readonly TapeEvent[];
};
