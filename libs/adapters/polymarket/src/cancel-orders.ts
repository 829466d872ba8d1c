/** Takes many orders off the book at once, and says of each whether the venue confirmed it. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { CancelAnswer } from '@sluice/ports';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { readCancelled } from './cancel-order.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { takeInTime, type TokenBucket } from './token-bucket.js';

export type CancelOrdersContext = {
  readonly client: Pick<ClobClient, 'cancelOrders' | 'cancelAll'>;
  readonly timeoutMs: number;
  /** One for each order to be cancelled. Orders have their own. */
  readonly turns: TokenBucket;
};

/**
 * Only `cancelled` proves anything: what a lost or unreadable answer leaves open is `notCancelled` with
 * that answer for a reason. An order still under way may land after its "not found".
 */
export async function cancelOrders(
  { client, timeoutMs, turns }: CancelOrdersContext,
  orderHashes: readonly string[],
): Promise<CancelAnswer> {
  const cancelled: string[] = [];
  const notCancelled = new Map<string, string>();
  const distinct = [...new Map(orderHashes.map((hash) => [hash.toLowerCase(), hash])).values()];
  for (let from = 0; from < distinct.length; from += ORDERS_PER_REQUEST_MAX) {
    const asked = distinct.slice(from, from + ORDERS_PER_REQUEST_MAX);
    // However long it takes: a cancel given up is an order left on the book.
    await takeInTime(turns, { count: asked.length, withinMs: Infinity });
    const answer = await askVenue(() => client.cancelOrders(asked), { timeoutMs });
    const read = readCancellations(answer, asked);
    cancelled.push(...read.cancelled);
    for (const [hash, reason] of read.notCancelled) notCancelled.set(hash, reason);
  }
  return { cancelled, notCancelled };
}

/** Throws VenueUnavailableError without an answer, UnreadableAnswerError on one we cannot read. */
export async function cancelAll({
  client,
  timeoutMs,
  turns,
}: CancelOrdersContext): Promise<CancelAnswer> {
  // It waits for nobody, but what it costs others wait for.
  turns.take();
  return everyCancellation(await askVenue(() => client.cancelAll(), { timeoutMs }));
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function readCancellations(answer: Answer, asked: readonly string[]): CancelAnswer {
  const read = readCancelled(answer);
  const named = new Set(read?.cancelled.map((hash) => hash.toLowerCase()));
  const reasons = new Map(
    [...(read?.notCancelled ?? [])].map(([hash, reason]) => [hash.toLowerCase(), reason]),
  );
  const isCancelled = (hash: string): boolean => named.has(hash.toLowerCase());
  const unproven = describe(answer);
  return {
    cancelled: asked.filter(isCancelled),
    notCancelled: new Map(
      asked
        .filter((hash) => !isCancelled(hash))
        .map((hash) => [hash, reasons.get(hash.toLowerCase()) ?? unproven]),
    ),
  };
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function everyCancellation(answer: Answer): CancelAnswer {
  const read = readCancelled(answer);
  if (read !== undefined) return read;
  const message = `Could not cancel all orders: ${describe(answer)}`;
  const heard = answer.kind === 'answered' && answer.status === 200;
  throw heard ? new UnreadableAnswerError(message) : new VenueUnavailableError(message);
}

/** The venue takes 1,000, but counts them against a burst of 120 and refuses what is dearer whole. */
const ORDERS_PER_REQUEST_MAX = 100;
