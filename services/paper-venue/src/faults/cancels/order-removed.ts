/** The venue takes a resting order out by itself. */
import { z } from 'zod';
import { withdraw } from '../../orders/cancel-orders.js';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { sentOrder } from '../requests/sent-order.js';

export const orderRemoved = defineFault({
  at: 'request',
  about: 'The order rests, and a while later the venue removes it as INVALID.',
  parameters: z.strictObject({
    afterMs: delayMs.default(500),
    status: z.enum(['INVALID', 'CANCELED', 'CANCELED_MARKET_RESOLVED']).default('INVALID'),
  }),
  subjects: ['POST /order'],
  strike: async ({ venue, serve, later }, { afterMs, status }) => {
    const answer = await serve();
    const id = sentOrder(answer)?.orderID ?? '';
    later(afterMs, () => {
      const order = venue.orders.find(id);
      if (order?.status === 'LIVE') withdraw(venue, [order], status);
    });
    return answer;
  },
});
