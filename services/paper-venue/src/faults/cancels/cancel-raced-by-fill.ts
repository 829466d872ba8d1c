/** While a cancel is on its way the order is filled. */
import { z } from 'zod';
import { ONE } from '../../amounts/micro.js';
import { remainingShares } from '../../orders/order.js';
import { defineFault } from '../fault.js';
import { fillByCrowd } from './fill-by-crowd.js';
import { namedOrders } from './named-orders.js';

export const cancelRacedByFill = defineFault({
  at: 'request',
  about: 'The order is filled just before its cancel is obeyed, in whole or in part.',
  parameters: z.strictObject({
    /** Of what was left of the order. */
    share: z.number().gt(0).max(1).default(1),
    /** Says that the filled order was cancelled. */
    saysCanceled: z.boolean().default(false),
  }),
  subjects: ['DELETE /order', 'DELETE /orders', 'DELETE /cancel-all'],
  fits: ({ venue, request }) => namedOrders(venue, request).length > 0,
  strike: async ({ venue, request, serve }, { share, saysCanceled }) => {
    const orders = namedOrders(venue, request);
    for (const order of orders) {
      const part = BigInt(Math.round(share * Number(ONE)));
      fillByCrowd(venue, order, (remainingShares(order) * part) / ONE);
    }
    const answer = await serve();
    if (!saysCanceled) return answer;
    return { ...answer, body: { canceled: orders.map(({ id }) => id), not_canceled: {} } };
  },
});
