/** Frames of the user channel change places. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { late } from './frame-plans.js';

export const userFrameLate = defineFault({
  at: 'user_frame',
  about: 'One frame of the user channel comes late, after others.',
  parameters: z.strictObject({ delayMs: delayMs.default(1_000) }),
  strike: ({ body }, parameters) => late(body, parameters.delayMs),
});
