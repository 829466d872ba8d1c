/** A large match is cut into several trades that differ in their bucket. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VenueTrade } from '../../trades/trade.js';
import type { Venue } from '../../venue.js';
import { defineFault } from '../fault.js';
import { withParts } from './size-of-trade.js';

export const matchSplit = defineFault({
  at: 'match',
  about: 'Each trade with one maker is cut into several, told apart by bucket_index.',
  parameters: z.strictObject({ parts: z.number().int().min(2).max(20).default(3) }),
  fits: ({ trades }, { parts }) => trades.some((trade) => divides(trade, parts)),
  strike: ({ venue, trades }, { parts }) =>
    trades
      .flatMap((trade) => (divides(trade, parts) ? cut(venue, trade, parts) : [trade]))
      .map((trade, bucketIndex) => ({ ...trade, bucketIndex })),
});

/** Every part must be worth at least a micro-dollar to either party. */
const divides = ({ taker, makers }: VenueTrade, parts: number): boolean =>
  makers.length === 1 &&
  taker.dollars > BigInt(parts) &&
  taker.shares - taker.dollars > BigInt(parts);

const cut = (venue: Venue, trade: VenueTrade, parts: number): readonly VenueTrade[] => {
  const { shares, dollars } = trade.taker;
  const upTo = (whole: bigint, part: number): bigint => (whole * BigInt(part)) / BigInt(parts);
  return Array.from({ length: parts }, (_, part) => ({
    ...withParts(venue, trade, {
      shares: upTo(shares, part + 1) - upTo(shares, part),
      dollars: upTo(dollars, part + 1) - upTo(dollars, part),
    }),
    id: part === 0 ? trade.id : randomUUID(),
  }));
};
