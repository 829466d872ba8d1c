/** One order of a batch is taken, and its leg of the answer says neither its id nor a reason. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const batchLegUnknown = defineFault({
  at: 'request',
  about: 'The whole batch is taken; one leg of the answer has neither id nor reason.',
  parameters: z.strictObject({ leg: z.number().int().min(0).max(14).default(0) }),
  subjects: ['POST /orders'],
  strike: async ({ serve }, { leg }) => {
    const answer = await serve();
    if (!Array.isArray(answer.body)) return answer;
    const legs: readonly unknown[] = answer.body;
    const silent = {
      success: true,
      errorMsg: '',
      orderID: '',
      status: '',
      makingAmount: '',
      takingAmount: '',
    };
    return { ...answer, body: legs.map((one, index) => (index === leg ? silent : one)) };
  },
});
