/** An order is told to exist after it was filled. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { late } from './frame-plans.js';

export const placementLate = defineFault({
  at: 'user_frame',
  about: 'The PLACEMENT of an order is told late, after its fills.',
  parameters: z.strictObject({ delayMs: delayMs.default(300) }),
  subjects: ['order PLACEMENT'],
  strike: ({ body }, parameters) => late(body, parameters.delayMs),
});
