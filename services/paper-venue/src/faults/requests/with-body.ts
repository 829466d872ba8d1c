/** A request with another body, signed anew by its own key so that the venue still believes it. */
import { requestSignature } from '../../auth/verify-request.js';
import { header } from '../../auth/verify-wallet-login.js';
import type { VenueRequest } from '../../http/route.js';
import type { Venue } from '../../venue.js';

export const withBody = (venue: Venue, request: VenueRequest, json: unknown): VenueRequest => {
  const body = Buffer.from(JSON.stringify(json));
  const key = venue.keys.find(header(request.headers, 'poly_api_key'));
  const timestamp = header(request.headers, 'poly_timestamp');
  const { method, path } = request;
  // A request without a known key is refused with its new body as it was with the old one.
  const signature =
    key === undefined ? '' : requestSignature(key.secret, { timestamp, method, path, body });
  return { ...request, body, headers: { ...request.headers, poly_signature: signature } };
};
