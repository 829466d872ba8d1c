/** A market channel that breaks when there is something to tell. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { cut } from './frame-plans.js';

export const marketSocketCut = defineFault({
  at: 'market_frame',
  about: 'The connection breaks in place of a frame.',
  parameters: z.strictObject({}),
  strike: () => cut,
});
