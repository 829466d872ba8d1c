/**
 * Compares every unfinished order with the venue, at start, at a steady pace, and at once when the
 * venue's stream reported or was interrupted. Fills come before the order's end, so that an order
 * is closed only when all its fills are facts.
 */
import type { TokenId } from '@sluice/domain';
import type { OrderEvidence } from '@sluice/ports';
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
  const byToken = new Map<string, TrackedOrder[]>();
  for (const tracked of unfinished) {
    byToken.set(tracked.tokenId, [...(byToken.get(tracked.tokenId) ?? []), tracked]);
  }

  // One order that cannot be read must not hide the others; the pass as a whole has failed then.
  const failures: unknown[] = [];
  for (const [tokenId, orders] of byToken) {
    try {
      await reconcileToken(context, tokenId, orders, failures);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} looks failed, first: ${String(failures[0])}`,
    );
  }
}

async function reconcileToken(
  context: ExecutorContext,
  tokenId: TokenId,
  orders: readonly TrackedOrder[],
  failures: unknown[],
): Promise<void> {
  const { venue } = context;
  // Ends are asked for before fills: every fill of an ended order is then in the answer.
  const ends = new Map<TrackedOrder, OrderEvidence>();
  for (const tracked of orders) {
    if (!tracked.open) continue;
    try {
      ends.set(tracked, await venue.lookUp(tracked.orderHash));
    } catch (error) {
      failures.push(error);
    }
  }
  const oldestMs = Math.min(...orders.map(({ requestedAt }) => new Date(requestedAt).getTime()));
  const since = new Date(oldestMs - OVERLAP_MS).toISOString();
  const fills = await venue.fills({ tokenId, since });

  for (const tracked of orders) {
    for (const fill of fills) {
      if (fill.orderHash === tracked.orderHash) await recordFill(context, tracked, fill);
    }
    const end = ends.get(tracked);
    if (end?.kind === 'found') await recordEvidence(context, tracked, end);
  }
}
