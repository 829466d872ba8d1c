/** A market's history or invention: what the crowd did, event by event, and how it ended. */
import type { Hex } from '../chain/venue-chain.js';
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
    };

export type Tape = {
  readonly slug: string;
  readonly question: string;
  readonly questionId: Hex;
  readonly outcomes: readonly [string, string];
  readonly winner: TokenIndex;
  readonly feeRate: bigint;
  readonly events: readonly TapeEvent[];
};
