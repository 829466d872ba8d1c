/** Which visible levels differ between two states of a market, for each of its tokens. */
import { ONE } from '../amounts/micro.js';
import { visibleLevels, type Side, type TokenIndex } from '../matching/order-book.js';
import type { Market } from './market.js';

export type LevelChange = {
  readonly token: TokenIndex;
  readonly side: Side;
  readonly price: bigint;
  /** The level's new total; 0 = gone. */
  readonly size: bigint;
};

export const levelChanges = (before: Market, after: Market): readonly LevelChange[] =>
  (['bid', 'ask'] as const).flatMap((side) => {
    const old = new Map(visibleLevels(before.book, side));
    const now = new Map(visibleLevels(after.book, side));
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((price) => {
      const size = now.get(price) ?? 0n;
      if (size === (old.get(price) ?? 0n)) return [];
      const own: Side = side === 'bid' ? 'BUY' : 'SELL';
      const mirrored: Side = side === 'bid' ? 'SELL' : 'BUY';
      return [
        { token: 0, side: own, price, size },
        { token: 1, side: mirrored, price: ONE - price, size },
      ] as const;
    });
  });
