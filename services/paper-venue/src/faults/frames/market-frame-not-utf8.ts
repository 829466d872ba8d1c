/** A frame of the market channel that no strict reader takes. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { notUtf8 } from './frame-plans.js';

export const marketFrameNotUtf8 = defineFault({
  at: 'market_frame',
  about: 'A frame of the market channel holds a byte that is not UTF-8.',
  parameters: z.strictObject({}),
  strike: ({ body }) => notUtf8(body),
});
