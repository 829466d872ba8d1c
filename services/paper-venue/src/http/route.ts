/** What a request and an answer are to the venue, and which route serves which path. */
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { ApiKey } from '../auth/api-keys.js';
import { verifyRequest } from '../auth/verify-request.js';
import { header } from '../auth/verify-wallet-login.js';
import { firstIssue } from '../orders/read-order-request.js';
import type { Venue } from '../venue.js';

export type VenueRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The last segment of a path that ends in a parameter. */
  readonly id: string;
};

export type Answer = {
  readonly status: number;
  /** Undefined = an answer without a body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of the body as JSON. */
  readonly text?: string;
};

export type Handler = (request: VenueRequest) => Answer | Promise<Answer>;

/** "GET /book", or "GET /markets/:id" when the last segment is a parameter. */
export type Routes = Readonly<Record<string, Handler>>;

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const failed = (status: number, error: string, more: object = {}): Answer => ({
  status,
  body: { error, ...more },
});

export const unauthorized = (): Answer => failed(401, 'Unauthorized/Invalid api key');

/** Serves only requests whose HMAC proves a key. */
export const signed =
  (
    venue: Venue,
    handle: (request: VenueRequest, key: ApiKey) => Answer | Promise<Answer>,
  ): Handler =>
  (request) => {
    const key = verifyRequest(venue.keys, request);
    if (key === undefined || !isTimely(venue, request)) return unauthorized();
    return handle(request, key);
  };

/** Serves requests of a key, and those that only name a read-only key of its wallet. */
export const readable =
  (
    venue: Venue,
    handle: (request: VenueRequest, key: ApiKey) => Answer | Promise<Answer>,
  ): Handler =>
  (request) => {
    const named = header(request.headers, 'poly_readonly_api_key');
    if (named === '') return signed(venue, handle)(request);
    const readonly = venue.otherKeys.find('readonly', named);
    const key = venue.keys.find(readonly?.madeBy ?? '');
    const own = header(request.headers, 'poly_address').toLowerCase();
    return key?.address.toLowerCase() === own ? handle(request, key) : unauthorized();
  };

const isTimely = (venue: Venue, { headers }: VenueRequest): boolean => {
  const { clockToleranceSeconds } = venue.rules;
  if (clockToleranceSeconds === null) return true;
  const saidMs = Number(header(headers, 'poly_timestamp')) * 1000;
  return Math.abs(saidMs - venue.nowMs()) <= clockToleranceSeconds * 1000;
};

export type ReadBody<T> =
  { readonly read: true; readonly value: T } | { readonly read: false; readonly answer: Answer };

/** Reads a JSON body with a schema; the answer to a bad one names the field. */
export const readBody = <T>(request: VenueRequest, schema: z.ZodType<T>): ReadBody<T> => {
  const json = parseJson(request.body);
  if (!json.read) return json;
  const read = schema.safeParse(json.value);
  return read.success
    ? { read: true, value: read.data }
    : { read: false, answer: failed(400, 'Invalid payload', { detail: firstIssue(read.error) }) };
};

export const parseJson = (body: Buffer): ReadBody<unknown> => {
  try {
    return { read: true, value: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    const answer = failed(400, 'Invalid payload', { detail: 'body: not JSON' });
    return { read: false, answer };
  }
};

export const findRoute = (
  routes: Routes,
  method: string,
  path: string,
): { readonly handle: Handler; readonly id: string; readonly name: string } | undefined => {
  const exact = routes[`${method} ${path}`];
  if (exact !== undefined) return { handle: exact, id: '', name: `${method} ${path}` };
  const cut = path.lastIndexOf('/');
  const name = `${method} ${path.slice(0, cut)}/:id`;
  const handle = routes[name];
  return handle === undefined ? undefined : { handle, id: path.slice(cut + 1), name };
};
