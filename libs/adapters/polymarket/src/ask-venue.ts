/**
 * Lets the official client make a request, and hears the venue's own answer to it.
 *
 * The client has no time limit and returns errors as values without status or headers. It shares one
 * axios with us, so we bound every request it makes and read each answer before the client does.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import axios, { isAxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { ClientOutOfReachError } from './errors.js';

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: unknown;
      /** What the venue asks us to wait, as it wrote it; empty when it did not. */
      readonly retryAfter: string;
    }
  /** No answer: refused, reset, or too late. The request may have arrived. */
  | { readonly kind: 'lost'; readonly detail: string };

/**
 * Answers of the last request `call` makes; errors of the venue are answers too. Throws what the
 * client throws before it sends anything, and ClientOutOfReachError when nothing passed our hands.
 */
export async function askVenue(
  call: () => Promise<unknown>,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer> {
  takeHold();
  const exchange: Exchange = { timeoutMs, answer: undefined };
  let thrown: unknown;
  try {
    await exchanges.run(exchange, call);
  } catch (error) {
    thrown = error;
  }
  if (exchange.answer !== undefined) return exchange.answer;
  if (thrown !== undefined) throw thrown as Error;
  throw new ClientOutOfReachError(
    "Could not hear the venue's answer: the official client does not use our copy of axios",
  );
}

/** An answer in a few words, for details that are stored and logged. */
export function describe(answer: Answer): string {
  if (answer.kind === 'lost') return answer.detail;
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const wait = answer.retryAfter === '' ? '' : ` (retry after ${answer.retryAfter})`;
  return `HTTP ${answer.status}${wait}: ${text.slice(0, DETAIL_CHARACTERS_MAX)}`;
}

type Exchange = { readonly timeoutMs: number; answer: Answer | undefined };

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
  // The timeout counts silence, the signal counts everything: a dripping answer ends too.
  request.timeout = exchange.timeoutMs;
  request.signal = AbortSignal.timeout(exchange.timeoutMs);
  request.maxContentLength = ANSWER_BYTES_MAX;
  request.maxRedirects = 0;
  return request;
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
  return { kind: 'answered', status, body: data as unknown, retryAfter };
}

/**
 * After a match the client polls the named trades for up to 30 s before it returns. It does so only
 * for ids it sees, so it sees none: the answer is ours already, and the trades come by other ways.
 */
function withoutTradeIds(response: AxiosResponse): AxiosResponse {
  const data: unknown = response.data;
  if (typeof data !== 'object' || data === null || !('tradeIDs' in data)) return response;
  const { tradeIDs: _, ...rest } = data;
  return { ...response, data: rest };
}

const DETAIL_CHARACTERS_MAX = 200;
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
