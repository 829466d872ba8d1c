/** The open orders a cancel is about. */
import { z } from 'zod';
import { header } from '../../auth/verify-wallet-login.js';
import { parseJson, type VenueRequest } from '../../http/route.js';
import type { VenueOrder } from '../../orders/order.js';
import type { Venue } from '../../venue.js';

const bodies = z.union([
  z.object({ orderID: z.string() }).transform(({ orderID }) => [orderID]),
  z.array(z.string()),
]);

export const namedOrders = (venue: Venue, request: VenueRequest): readonly VenueOrder[] => {
  const live = venue.orders.liveOf(header(request.headers, 'poly_api_key'));
  if (request.path === '/cancel-all') return live;
  const json = parseJson(request.body);
  const ids = json.read ? (bodies.safeParse(json.value).data ?? []) : [];
  return live.filter((order) => ids.some((id) => id.toLowerCase() === order.id));
};
