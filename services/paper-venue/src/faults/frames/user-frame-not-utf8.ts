/** A frame of the user channel that no strict reader takes. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { notUtf8 } from './frame-plans.js';

export const userFrameNotUtf8 = defineFault({
  at: 'user_frame',
  about: 'A frame of the user channel holds a byte that is not UTF-8.',
  parameters: z.strictObject({}),
  strike: ({ body }) => notUtf8(body),
});
