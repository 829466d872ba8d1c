/** A watcher of a market misses a frame. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const marketFrameLost = defineFault({
  at: 'market_frame',
  about: 'One frame of the market channel is lost.',
  parameters: z.strictObject({}),
  strike: () => lost,
});
