/** One transaction holds several fills, so its hash names none of them. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const fillsShareHash = defineFault({
  at: 'settlement',
  about: 'All waiting trades of the same taking order settle in one transaction.',
  parameters: z.strictObject({}),
  fits: ({ venue, trade }) =>
    venue.trades
      .unsettled()
      .some(({ id, taker }) => id !== trade.id && taker.orderId === trade.taker.orderId),
  strike: () => ({ together: true }),
});
