/** A trade of the market of which its watchers do not hear. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const tradePrintLost = defineFault({
  at: 'market_frame',
  about: 'A last_trade_price is never told.',
  parameters: z.strictObject({}),
  subjects: ['last_trade_price'],
  strike: () => lost,
});
