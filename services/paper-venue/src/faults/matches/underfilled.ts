/** An order ends as matched although a cent of a share is missing. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { isWithHouse, withSize } from './size-of-trade.js';

/** A cent of a share. */
const MICRO_SHARES = 10_000;

export const underfilled = defineFault({
  at: 'match',
  about: 'A taking order is filled a hundredth of a share short and is done all the same.',
  parameters: z.strictObject({
    microShares: z.number().int().min(1).max(1_000_000).default(MICRO_SHARES),
  }),
  fits: ({ trades }, { microShares }) =>
    trades.some((trade) => isWithHouse(trade) && trade.taker.shares > BigInt(microShares)),
  strike: ({ venue, trades }, { microShares }) => {
    const less = BigInt(microShares);
    const at = trades.findIndex((trade) => isWithHouse(trade) && trade.taker.shares > less);
    return trades.map((trade, index) =>
      index === at ? withSize(venue, trade, trade.taker.shares - less) : trade,
    );
  },
});
