/**
 * Compares every unfinished order with the venue, at start, at a steady pace, and at once when the
 * venue's stream reported or was interrupted. Fills come before the order's end, so that an order
 * is closed only when all its fills are facts.
 */
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import { unfinishedOrders, type TrackedOrder } from './tracked-orders.js';

/** The venue lists trades by whole seconds: look a little further back than the order. */
const OVERLAP_MS = 5_000;

export type Reconciler = {
  /** Reconciles soon; many calls in a short time become one. */
  soon(): void;
  /** The last complete reconciliation, undefined before the first. */
  completedAtMs(): number | undefined;
  stop(): Promise<void>;
};

export function reconcileOrders(
  context: ExecutorContext,
  {
    database,
    accountId,
    intervalMs,
  }: { readonly database: DataSource; readonly accountId: string; readonly intervalMs: number },
): Reconciler {
  let stopped = false;
  let wake: () => void = () => undefined;
  let asked = false;
  let completedAtMs: number | undefined;

  const pause = async (): Promise<void> => {
    if (asked || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const loop = (async () => {
    while (!stopped) {
      asked = false;
      try {
        const unfinished = await unfinishedOrders(database, accountId);
        await reconcileAll(context, unfinished);
        completedAtMs = Date.now();
      } catch (error) {
        context.log.warn({ error: String(error) }, 'orders could not be reconciled; trying again');
      }
      await pause();
    }
  })();

  return {
    soon: () => {
      asked = true;
      wake();
    },
    completedAtMs: () => completedAtMs,
    stop: async () => {
      stopped = true;
      wake();
      await loop;
    },
  };
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
