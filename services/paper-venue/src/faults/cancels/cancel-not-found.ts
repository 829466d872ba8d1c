/** A cancel says that it does not know an order that goes on standing. */
import { z } from 'zod';
import { ok } from '../../http/route.js';
import { defineFault } from '../fault.js';
import { namedOrders } from './named-orders.js';

export const cancelNotFound = defineFault({
  at: 'request',
  about: 'Nothing is cancelled; the answer says that the orders were not found.',
  parameters: z.strictObject({
    reason: z.string().max(200).default('Order not found or already canceled'),
  }),
  subjects: ['DELETE /order', 'DELETE /orders', 'DELETE /cancel-all'],
  fits: ({ venue, request }) => namedOrders(venue, request).length > 0,
  strike: ({ venue, request }, { reason }) => {
    const told = namedOrders(venue, request).map(({ id }) => [id, reason] as const);
    return Promise.resolve(ok({ canceled: [], not_canceled: Object.fromEntries(told) }));
  },
});
