/**
 * Compares every unfinished order with the venue, at start, at a steady pace, and at once when the
 * venue's stream reported or was interrupted. Fills come before the order's end, so that an order
 * is closed only when all its fills are facts.
 */
import { repeatedly, type Repetition } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import { unfinishedOrders, type TrackedOrder } from './tracked-orders.js';

/** The venue lists trades by whole seconds: look a little further back than the order. */
const OVERLAP_MS = 5_000;

export type Reconciler = Repetition & {
  /** The last complete reconciliation, undefined before the first. */
  completedAtMs(): number | undefined;
};

export function reconcileOrders(
  context: ExecutorContext,
  {
    database,
    accountId,
    intervalMs,
  }: { readonly database: DataSource; readonly accountId: string; readonly intervalMs: number },
): Reconciler {
  let completedAtMs: number | undefined;
  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      await reconcileAll(context, await unfinishedOrders(database, accountId));
      completedAtMs = Date.now();
    },
    onError: (error) =>
      context.log.warn({ error: String(error) }, 'orders could not be reconciled; trying again'),
  });
  return { ...repetition, completedAtMs: () => completedAtMs };
}

async function reconcileAll(
  context: ExecutorContext,
  unfinished: readonly TrackedOrder[],
): Promise<void> {
  const { venue } = context;
  const byToken = new Map<string, TrackedOrder[]>();
  for (const tracked of unfinished) {
    byToken.set(tracked.tokenId, [...(byToken.get(tracked.tokenId) ?? []), tracked]);
  }

  for (const [tokenId, orders] of byToken) {
    // Ends are asked for before fills: every fill of an ended order is then in the answer.
    const evidence = await Promise.all(
      orders.map(async (tracked) => ({
        tracked,
        found: tracked.open ? await venue.lookUp(tracked.orderHash) : undefined,
      })),
    );
    const oldestMs = Math.min(...orders.map(({ requestedAt }) => new Date(requestedAt).getTime()));
    const since = new Date(oldestMs - OVERLAP_MS).toISOString();
    const fills = await venue.fills({ tokenId, since });

    for (const { tracked, found } of evidence) {
      for (const fill of fills) {
        if (fill.orderHash === tracked.orderHash) await recordFill(context, tracked, fill);
      }
      if (found?.kind === 'found') await recordEvidence(context, tracked, found);
    }
  }
}
