/** A trade of whose end nobody hears. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const tradeEndLost = defineFault({
  at: 'user_frame',
  about: 'CONFIRMED or FAILED of a trade is never told.',
  parameters: z.strictObject({}),
  subjects: ['trade CONFIRMED', 'trade FAILED'],
  strike: () => lost,
});
