/**
 * Lets the official client make a request, and hears the venue's own answer to it.
 *
 * The client has no time limit and returns errors as values without status or headers. It shares one
 * axios with us, so we bound every request it makes and read each answer before the client does.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { ClientOutOfReachError } from './errors.js';

const QUIET_MAX_MS = 50_000;

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: unknown;
      /** What the venue asks us to wait, as it wrote it; empty when it did not. */
      readonly retryAfter: string;
      /** What the venue says of our limit, when it says anything. */
      readonly rateLimit?: RateLimit;
    }
  /** No answer: refused, reset, or too late. The request may have arrived. */
  | { readonly kind: 'lost'; readonly detail: string };

/** How near we are to the venue's own limit for each signer, as its headers tell. */
export type RateLimit = {
  /** Tokens left in the bucket of this kind of request. */
  readonly remaining: number | undefined;
  /** How the venue grades us by volume, e.g. "standard". */
  readonly tier: string;
  /** The request would have been refused if the limit were enforced. */
  readonly warned: boolean;
};

export type Asking = {
  readonly timeoutMs: number;
  /** Takes the place of what the client would ask; signatures do not cover it. */
  readonly query?: Readonly<Record<string, string>> | undefined;
};

/**
 * Answers of the last request `call` makes; errors of the venue are answers too. Throws what the
 * client throws before it sends anything, and ClientOutOfReachError when nothing passed our hands.
 */
export async function askVenue(
  call: () => Promise<unknown>,
  { timeoutMs, query }: Asking,
): Promise<Answer> {
  takeHold();
  const exchange: Exchange = { timeoutMs, query, request: '', answer: undefined };
  const sinceMs = performance.now();
  let thrown: unknown;
  try {
    await exchanges.run(exchange, call);
  } catch (error) {
    thrown = error;
  }
  if (exchange.answer !== undefined) {
    const { request, answer } = exchange;
    listeners.getStore()?.({ request, answer, tookMs: performance.now() - sinceMs });
    return answer;
  }
  if (thrown !== undefined) throw thrown as Error;
  throw new ClientOutOfReachError(
    "Could not hear the venue's answer: the official client does not use our copy of axios",
  );
}

/** What was asked, what was answered, and how long it took. */
export type Heard = { readonly request: string; readonly answer: Answer; readonly tookMs: number };

/** Tells `listener` of every request that `call` makes, those it makes later too. */
export function listening<T>(listener: (heard: Heard) => void, call: () => T): T {
  return listeners.run(listener, call);
}

const listeners = new AsyncLocalStorage<(heard: Heard) => void>();

/** An answer in a few words, for details that are stored and logged. */
export function describe(answer: Answer): string {
  if (answer.kind === 'lost') return answer.detail;
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const wait = answer.retryAfter === '' ? '' : ` (retry after ${answer.retryAfter})`;
  return `HTTP ${answer.status}${wait}: ${text.slice(0, DETAIL_CHARACTERS_MAX)}`;
}

type Exchange = {
  readonly timeoutMs: number;
  readonly query: Asking['query'];
  request: string;
  answer: Answer | undefined;
};

/**
 * Connections stay open between requests, for opening one costs three trips to the venue. The one used
 * last is used next; what was quiet for long is closed by us before the venue does, for a request that
 * meets a closed connection is lost.
 */
const kept = { keepAlive: true, scheduling: 'lifo', timeout: QUIET_MAX_MS } as const;
const connections = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };

const exchanges = new AsyncLocalStorage<Exchange>();
let held = false;

/** Only requests made through askVenue are touched; others that use axios never notice. */
function takeHold(): void {
  if (held) return;
  held = true;
  axios.interceptors.request.use(bound);
  axios.interceptors.response.use(hear, hearFailure);
}

function bound(request: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const exchange = exchanges.getStore();
  if (exchange === undefined) return request;
  exchange.request = nameOf(request);
  // The timeout counts silence, the signal counts everything: a dripping answer ends too.
  request.timeout = exchange.timeoutMs;
  request.signal = AbortSignal.timeout(exchange.timeoutMs);
  request.maxContentLength = ANSWER_BYTES_MAX;
  request.maxRedirects = 0;
  request.httpAgent ??= connections.http;
  request.httpsAgent ??= connections.https;
  if (exchange.query !== undefined) {
    request.params = { ...(request.params as object | undefined), ...exchange.query };
  }
  return request;
}

/** Such as "GET /data/order/:id": few enough to be counted each. */
function nameOf({ method = 'get', url = '' }: InternalAxiosRequestConfig): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return `${method.toUpperCase()} ${path.replace(/\/(0x[0-9a-fA-F]+|\d{10,})/g, '/:id')}`;
}

function hear(response: AxiosResponse): AxiosResponse {
  const exchange = exchanges.getStore();
  if (exchange === undefined) return response;
  exchange.answer = answered(response);
  return withoutTradeIds(response);
}

function hearFailure(error: unknown): never {
  const exchange = exchanges.getStore();
  if (exchange !== undefined) {
    const response = isAxiosError(error) ? error.response : undefined;
    exchange.answer =
      response === undefined
        ? { kind: 'lost', detail: error instanceof Error ? error.message : 'no answer' }
        : answered(response);
  }
  throw error;
}

function answered({ status, data, headers }: AxiosResponse): Answer {
  const retryAfter = String(headers['retry-after'] ?? '');
  const rateLimit = rateLimitFrom(headers);
  const answer = { kind: 'answered', status, body: data as unknown, retryAfter } as const;
  return rateLimit === undefined ? answer : { ...answer, rateLimit };
}

function rateLimitFrom(headers: AxiosResponse['headers']): RateLimit | undefined {
  const [remaining, tier, warning] = ['remaining', 'tier', 'warning'].map((name) =>
    String(headers[`poly-ratelimit-${name}`] ?? ''),
  );
  if (!remaining && !tier && !warning) return undefined;
  const left = Number(remaining);
  return {
    remaining: remaining && Number.isFinite(left) ? left : undefined,
    tier: (tier ?? '').slice(0, WORD_CHARACTERS_MAX),
    warned: warning !== '' && warning !== 'false' && warning !== '0',
  };
}

/**
 * After a match the client polls the named trades for up to 30 s before it returns. It does so only
 * for ids it sees, so it sees none: the answer is ours already, and the trades come by other ways.
 */
function withoutTradeIds(response: AxiosResponse): AxiosResponse {
  const data: unknown = response.data;
  if (!Array.isArray(data)) return { ...response, data: withoutIds(data) };
  return { ...response, data: data.map(withoutIds) };
}

function withoutIds(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('tradeIDs' in data)) return data;
  const { tradeIDs: _, ...rest } = data;
  return rest;
}

const DETAIL_CHARACTERS_MAX = 200;
const WORD_CHARACTERS_MAX = 40;
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
