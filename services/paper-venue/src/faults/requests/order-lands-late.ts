/** The connection breaks, a cancel finds nothing, and then the order stands in the book. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from './delay-ms.js';

export const orderLandsLate = defineFault({
  at: 'request',
  about: 'The connection is reset at once; the order is taken after a while.',
  parameters: z.strictObject({ delayMs: delayMs.default(2_000) }),
  subjects: ['POST /order'],
  strike: ({ serve, later }, parameters) => {
    later(parameters.delayMs, serve);
    return Promise.resolve('reset');
  },
});
