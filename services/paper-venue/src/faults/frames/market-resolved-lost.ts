/** A market ends and its watchers do not hear of it. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const marketResolvedLost = defineFault({
  at: 'market_frame',
  about: 'The market_resolved of a market is never told.',
  parameters: z.strictObject({}),
  subjects: ['market_resolved'],
  strike: () => lost,
});
