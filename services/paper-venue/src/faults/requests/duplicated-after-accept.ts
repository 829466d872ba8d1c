/** What a client hears whose first try was accepted and whose library then tried again. */
import { z } from 'zod';
import { failed } from '../../http/route.js';
import { defineFault } from '../fault.js';
import { readOrder } from './read-order.js';

export const duplicatedAfterAccept = defineFault({
  at: 'request',
  about: 'The order is taken; answers 400 "… Duplicated.".',
  parameters: z.strictObject({}),
  subjects: ['POST /order'],
  strike: async ({ venue, serve, request }) => {
    await serve();
    return failed(400, `order ${readOrder(venue, request)?.id ?? '0x'} is invalid. Duplicated.`);
  },
});
