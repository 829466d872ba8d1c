/** L2: a request proves its API key by an HMAC over the bytes that were sent. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKey, ApiKeys } from './api-keys.js';
import { header } from './verify-wallet-login.js';

export type SignedRequest = {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Undefined when any of the five headers does not fit the key. */
export const verifyRequest = (keys: ApiKeys, request: SignedRequest): ApiKey | undefined => {
  const key = keys.find(header(request.headers, 'poly_api_key'));
  if (key === undefined) return undefined;
  const timestamp = header(request.headers, 'poly_timestamp');
  const expected = requestSignature(key.secret, { ...request, timestamp });
  const fits =
    /^\d{1,20}$/.test(timestamp) &&
    header(request.headers, 'poly_address').toLowerCase() === key.address.toLowerCase() &&
    sameText(header(request.headers, 'poly_passphrase'), key.passphrase) &&
    sameText(header(request.headers, 'poly_signature'), expected);
  return fits ? key : undefined;
};

/** Base64 with the URL's alphabet and its padding kept, as the official client makes it. */
export const requestSignature = (
  secret: string,
  request: {
    readonly timestamp: string;
    readonly method: string;
    readonly path: string;
    readonly body: Uint8Array;
  },
): string =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${request.timestamp}${request.method}${request.path}`)
    .update(request.body)
    .digest('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
