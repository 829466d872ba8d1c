/** The venue's arithmetic gives an order a few millionths of a share more than it asked for. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { isWithHouse, withShares } from './size-of-trade.js';

export const overfilled = defineFault({
  at: 'match',
  about: 'A taking order is filled some micro-shares beyond its size, for the same money.',
  parameters: z.strictObject({
    microShares: z.number().int().min(1).max(1_000_000).default(3),
  }),
  fits: ({ trades }) => trades.some((trade) => isWithHouse(trade) && trade.taker.side === 'BUY'),
  strike: ({ trades }, { microShares }) => {
    const at = trades.findIndex((trade) => isWithHouse(trade) && trade.taker.side === 'BUY');
    return trades.map((trade, index) =>
      index === at ? withShares(trade, trade.taker.shares + BigInt(microShares)) : trade,
    );
  },
});
