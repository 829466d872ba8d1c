/** The delay step failed: the answer says "unmatched", and the order stands all the same. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { sentOrder } from './sent-order.js';

export const orderUnmatched = defineFault({
  at: 'request',
  about: 'The order is taken; answers status "unmatched" and no amounts.',
  parameters: z.strictObject({}),
  subjects: ['POST /order'],
  strike: async ({ serve }) => {
    const answer = await serve();
    const sent = sentOrder(answer);
    if (sent === undefined) return answer;
    return {
      ...answer,
      body: {
        ...sent,
        tradeIDs: undefined,
        status: 'unmatched',
        makingAmount: '',
        takingAmount: '',
      },
    };
  },
});
