/** The venue holds a marketable order: "delayed" is the answer, what comes of it is told later. */
import { z } from 'zod';
import { ok } from '../../http/route.js';
import { defineFault } from '../fault.js';
import { delayMs } from './delay-ms.js';
import { readOrder } from './read-order.js';

export const orderDelayed = defineFault({
  at: 'request',
  about: 'Answers status "delayed" with the order id; the order is taken after a while.',
  parameters: z.strictObject({
    delayMs: delayMs.default(45_000),
    errorMsg: z.string().max(1_000).default(''),
  }),
  subjects: ['POST /order'],
  fits: ({ venue, request }) => readOrder(venue, request) !== undefined,
  strike: ({ venue, request, serve, later }, parameters) => {
    later(parameters.delayMs, serve);
    return Promise.resolve(
      ok({
        success: true,
        errorMsg: parameters.errorMsg,
        orderID: readOrder(venue, request)?.id ?? '',
        status: 'delayed',
        makingAmount: '',
        takingAmount: '',
      }),
    );
  },
});
