/** The order a request carries, as far as a fault has to know it. */
import type { Address, Hex } from '../../chain/venue-chain.js';
import { domainOf, orderHash } from '../../auth/order-typed-data.js';
import { parseJson, type VenueRequest } from '../../http/route.js';
import { readOrderRequest } from '../../orders/read-order-request.js';
import type { Venue } from '../../venue.js';
import type { OrderType } from '../../matching/place-in-book.js';

export type ReadOrder = {
  readonly id: Hex;
  readonly maker: Address;
  readonly orderType: OrderType;
};

/** Undefined when the body is no order, or a batch of them. */
export const readOrder = (venue: Venue, { body }: VenueRequest): ReadOrder | undefined => {
  const json = parseJson(body);
  const read = json.read ? readOrderRequest(json.value) : undefined;
  if (read === undefined || 'kind' in read) return undefined;
  const { signed, orderType } = read;
  const market = venue.markets.byToken(signed.tokenId)?.market;
  const domain = market === undefined ? undefined : domainOf(market);
  return { id: orderHash(signed, domain), maker: signed.maker, orderType };
};
