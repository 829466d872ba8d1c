/** A request that takes long to arrive. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from './delay-ms.js';

export const requestDelayed = defineFault({
  at: 'request',
  about: 'Obeyed only after a while, and answered then.',
  parameters: z.strictObject({ delayMs: delayMs.default(2_000) }),
  subjects: ['POST /order'],
  strike: async ({ serve, pause }, parameters) => {
    await pause(parameters.delayMs);
    return serve();
  },
});
