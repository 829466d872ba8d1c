/** An order with an end loses its life before it, and the venue calls it a cancel. */
import { z } from 'zod';
import { withdraw } from '../../orders/cancel-orders.js';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { readOrder } from '../requests/read-order.js';
import { sentOrder } from '../requests/sent-order.js';

export const gtdExpiredEarly = defineFault({
  at: 'request',
  about: 'A GTD order ends early, and is told as CANCELED rather than expired.',
  parameters: z.strictObject({ afterMs: delayMs.default(500) }),
  subjects: ['POST /order'],
  fits: ({ venue, request }) => readOrder(venue, request)?.orderType === 'GTD',
  strike: async ({ venue, serve, later }, { afterMs }) => {
    const answer = await serve();
    const id = sentOrder(answer)?.orderID ?? '';
    later(afterMs, () => {
      const order = venue.orders.find(id);
      if (order?.status === 'LIVE') withdraw(venue, [order], 'CANCELED');
    });
    return answer;
  },
});
