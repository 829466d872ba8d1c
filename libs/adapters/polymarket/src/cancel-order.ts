/** Takes one order off the book, and says whether the venue confirmed it. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { CancelAnswer, Venue } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';

export type CancelOrderContext = {
  readonly client: Pick<ClobClient, 'cancelOrder'>;
  readonly timeoutMs: number;
};

export type CancelOutcome = Awaited<ReturnType<Venue['cancel']>>;

/**
 * `not_cancelled` is also every lost or unreadable answer: only `cancelled` proves anything. An order
 * whose placement is still unanswered may land after a "not found", so cancel again when it settles.
 */
export async function cancelOrder(
  { client, timeoutMs }: CancelOrderContext,
  orderHash: string,
): Promise<CancelOutcome> {
  const answer = await askVenue(() => client.cancelOrder({ orderID: orderHash }), { timeoutMs });
  return readCancellation(answer, orderHash);
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function readCancellation(answer: Answer, orderHash: string): CancelOutcome {
  const unproven = { kind: 'not_cancelled', detail: describe(answer) } as const;
  const read = readCancelled(answer);
  if (read === undefined) return unproven;

  const hash = orderHash.toLowerCase();
  if (read.cancelled.some((id) => id.toLowerCase() === hash)) {
    return { kind: 'cancelled', detail: '' };
  }
  const reason = [...read.notCancelled].find(([id]) => id.toLowerCase() === hash)?.[1];
  return reason === undefined ? unproven : { kind: 'not_cancelled', detail: reason };
}

/** What every kind of cancel answers; undefined when this is no such answer. */
export function readCancelled(answer: Answer): CancelAnswer | undefined {
  if (answer.kind === 'lost' || answer.status !== 200) return undefined;
  const read = Cancelled.safeParse(answer.body);
  if (!read.success) return undefined;
  const { canceled: cancelled, not_canceled, notCanceled } = read.data;
  return { cancelled, notCancelled: new Map(Object.entries(not_canceled ?? notCanceled ?? {})) };
}

const Reasons = z.record(z.string(), z.string()).nullish();

/** An answer that names neither is about nothing we know. */
const Cancelled = z
  .object({
    canceled: z
      .array(z.string())
      .nullish()
      .transform((ids) => ids ?? []),
    not_canceled: Reasons,
    /** So in examples of the venue's own tools. */
    notCanceled: Reasons,
  })
  .refine((answer) => !('error' in answer));
