/** Reaches people by posting the alert to an address of theirs. */
import { createHmac } from 'node:crypto';
import type { DeliveryOutcome, Page, PagerChannel } from '@sluice/ports';
import { z } from 'zod';
import { subjectOf, textOf } from './page-text.js';

export type WebhookChannelOptions = {
  readonly name: string;
  /** Often a secret itself, so it is never part of an outcome. */
  readonly url: string;
  /** From sending to the last byte read of the answer. */
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Signs the body: header `X-Sluice-Signature: sha256=<hex of HMAC-SHA256>`. */
  readonly hmacSecret?: string;
};

/**
 * The same alert always carries the same `Idempotency-Key`, so that a receiver can drop repeats. Its
 * word for a delivery is an id it gives back, or else its status and date.
 */
export function webhookChannel(options: WebhookChannelOptions): PagerChannel {
  const closing = new AbortController();
  return {
    name: options.name,
    deliver: (page) => post(options, page, closing.signal),
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

async function post(
  { url, timeoutMs, headers, hmacSecret }: WebhookChannelOptions,
  page: Page,
  closing: AbortSignal,
): Promise<DeliveryOutcome> {
  const body = JSON.stringify({ ...page, subject: subjectOf(page), text: textOf(page) });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...headers,
        ...(hmacSecret === undefined ? {} : { 'x-sluice-signature': signature(body, hmacSecret) }),
        'idempotency-key': page.alertId,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    const answer = await readStart(response);
    if (!response.ok) return { kind: 'failed', detail: `HTTP ${response.status}` };
    return { kind: 'delivered', receipt: receiptOf(response, answer) };
  } catch (error) {
    // A lost answer may follow a delivered alert; the same key makes the repeat harmless.
    return { kind: 'failed', detail: inWords(error) };
  }
}

const signature = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function receiptOf({ status, headers }: Response, answer: string): string {
  for (const name of RECEIPT_HEADERS) {
    const value = headers.get(name);
    if (value !== null && value !== '') return value.slice(0, RECEIPT_CHARACTERS_MAX);
  }
  const read = Receipt.safeParse(parseJson(answer));
  if (read.success) return String(read.data.id).slice(0, RECEIPT_CHARACTERS_MAX);
  return `HTTP ${status} at ${headers.get('date') ?? 'an unstated time'}`;
}

/** As much of the answer as a receipt may take; the rest is not waited for. */
async function readStart({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('utf8');
}

/** Texts of network errors can hold the address; their codes and names do not. */
function inWords(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = Coded.safeParse(cause);
  if (code.success) return code.data.code;
  return error instanceof Error ? error.name : 'no answer';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Coded = z.object({ code: z.string() });
const Receipt = z.object({ id: z.union([z.string().min(1), z.number()]) });
const RECEIPT_HEADERS = ['x-receipt-id', 'x-request-id'] as const;
const RECEIPT_CHARACTERS_MAX = 200;
const ANSWER_BYTES_MAX = 16_384;
