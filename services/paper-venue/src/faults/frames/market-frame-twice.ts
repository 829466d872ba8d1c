/** A watcher of a market hears the same frame twice. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { twice } from './frame-plans.js';

export const marketFrameTwice = defineFault({
  at: 'market_frame',
  about: 'One frame of the market channel comes twice.',
  parameters: z.strictObject({}),
  strike: ({ body }) => twice(body),
});
