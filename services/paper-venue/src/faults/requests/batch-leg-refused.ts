/** One order of a batch is refused behind a success flag and an empty id. */
import { z } from 'zod';
import { parseJson } from '../../http/route.js';
import { defineFault } from '../fault.js';
import { withBody } from './with-body.js';

export const batchLegRefused = defineFault({
  at: 'request',
  about: 'One order of the batch is not taken; its leg says success, no id, and the reason.',
  parameters: z.strictObject({
    leg: z.number().int().min(0).max(14).default(0),
    errorMsg: z.string().max(1_000).default('not enough balance / allowance'),
    success: z.boolean().default(true),
  }),
  subjects: ['POST /orders'],
  strike: async ({ venue, request, serve }, { leg, errorMsg, success }) => {
    const json = parseJson(request.body);
    if (!json.read || !Array.isArray(json.value) || leg >= json.value.length) return serve();
    const orders: readonly unknown[] = json.value;
    const answer = await serve(withBody(venue, request, orders.toSpliced(leg, 1)));
    if (!Array.isArray(answer.body)) return answer;
    const legs: readonly unknown[] = answer.body;
    const refused = {
      success,
      errorMsg,
      orderID: '',
      status: '',
      makingAmount: '',
      takingAmount: '',
    };
    return { ...answer, body: legs.toSpliced(leg, 0, refused) };
  },
});
