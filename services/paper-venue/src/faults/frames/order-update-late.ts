/** A trade is told before the order it filled. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { late } from './frame-plans.js';

export const orderUpdateLate = defineFault({
  at: 'user_frame',
  about: 'The UPDATE of a filled order is told late, after its trade.',
  parameters: z.strictObject({ delayMs: delayMs.default(300) }),
  subjects: ['order UPDATE'],
  strike: ({ body }, parameters) => late(body, parameters.delayMs),
});
