/**
 * Compares every unfinished order with the venue, at start, at a steady pace, and at once when the
 * venue's stream was interrupted; an order the stream reports on is compared by itself, for a thousand
 * that rest must not be asked for with each that moves. Fills come before the order's end, so that an
 * order is closed only when all its fills are facts.
 */
import { epochMs, type TokenId } from '@sluice/domain';
import type { OrderEvidence, VenueFill } from '@sluice/ports';
import { repeatedly, type Repetition } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import type { Compared } from './compare-account.js';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import { ordersByHash, unfinishedOrders, type TrackedOrder } from './tracked-orders.js';
import type { VenueFacts } from './venue-facts.js';

/** The venue lists trades by whole seconds: look a little further back than the order. */
const OVERLAP_MS = 5_000;

export type Reconciler = Repetition & {
  /** Compares this order alone; all of them when it stays unknown to our table. */
  one(orderHash: string): void;
  /** The last complete reconciliation, undefined before the first. */
  completedAtMs(): number | undefined;
};

/** Without a complete comparison for so long, nobody knows what is missing. */
const OVERDUE_MS = 180_000;

/** Tables follow the ledger within a fraction of a second. */
const UNKNOWN_AGAIN_MS = 250;
const UNKNOWN_MAX = 8;
const ASKED_MAX = 1_000;
/** From so many on, one list costs less than a question for each. */
const LISTED_FROM = 8;

export type Reconciling = {
  readonly database: DataSource;
  readonly accountId: string;
  readonly intervalMs: number;
  /** Compares the rest of the account, once our orders are; without it, only orders are. */
  readonly compare?: (absent: readonly TrackedOrder[]) => Promise<Compared>;
  readonly facts?: Pick<VenueFacts, 'tell'>;
  /** A fill that nobody told us of. */
  readonly onFound?: (fill: VenueFill) => void;
};

export function reconcileOrders(context: ExecutorContext, reconciling: Reconciling): Reconciler {
  const { database, accountId, intervalMs, compare, facts } = reconciling;
  const begunAt = context.clock.now();
  let completedAtMs: number | undefined;
  let comparedAt = begunAt;

  async function doubt(error: unknown): Promise<void> {
    const ageMs = epochMs(context.clock.now()) - epochMs(comparedAt);
    if (ageMs < OVERDUE_MS) return;
    const why = `nothing was compared completely since ${comparedAt}: ${String(error)}`;
    await facts?.tell({ type: 'RequireReconciliation', data: { reason: 'overdue', why } });
  }

  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      try {
        const unfinished = await unfinishedOrders(database, accountId);
        const absent = await reconcileAll(context, unfinished, reconciling);
        const compared = await compare?.(absent);
        if (compared !== undefined) {
          await facts?.tell({ type: 'CompleteReconciliation', data: compared });
        }
      } catch (error) {
        await doubt(error);
        throw error;
      }
      comparedAt = context.clock.now();
      completedAtMs = Date.now();
    },
    onError: (error) =>
      context.log.warn({ error: String(error) }, 'orders could not be reconciled; trying again'),
  });
  /** Orders to look at, and how often our table did not know them. */
  const asked = new Map<string, number>();
  const narrow = repeatedly({
    intervalMs: UNKNOWN_AGAIN_MS,
    act: async () => {
      if (asked.size === 0) return;
      const looks = new Map(asked);
      asked.clear();
      const found = await ordersByHash(database, [...looks.keys()]);
      for (const [orderHash, unknown] of looks) {
        if (found.has(orderHash)) continue;
        // Ours and not in the table yet, or somebody's by hand: comparing all tells them apart.
        if (unknown < UNKNOWN_MAX && asked.size < ASKED_MAX) asked.set(orderHash, unknown + 1);
        else repetition.soon();
      }
      await reconcileAll(context, [...found.values()], reconciling);
    },
    onError: (error) => {
      context.log.warn({ error: String(error) }, 'an order could not be compared: all will be');
      repetition.soon();
    },
  });

  return {
    soon: repetition.soon,
    one: (orderHash) => {
      if (asked.size >= ASKED_MAX) return repetition.soon();
      asked.set(orderHash, asked.get(orderHash) ?? 0);
      narrow.soon();
    },
    completedAtMs: () => completedAtMs,
    stop: async () => {
      await Promise.all([repetition.stop(), narrow.stop()]);
    },
  };
}

/** Answers which open orders the venue did not know. */
async function reconcileAll(
  context: ExecutorContext,
  unfinished: readonly TrackedOrder[],
  { onFound = () => undefined }: Pick<Reconciling, 'onFound'>,
): Promise<readonly TrackedOrder[]> {
  const byToken = new Map<string, TrackedOrder[]>();
  for (const tracked of unfinished) {
    const others = byToken.get(tracked.tokenId);
    if (others === undefined) byToken.set(tracked.tokenId, [tracked]);
    else others.push(tracked);
  }

  const listed = await listedOrders(context, unfinished);
  // One order that cannot be read must not hide the others; the pass as a whole has failed then.
  const failures: unknown[] = [];
  const absent: TrackedOrder[] = [];
  for (const [tokenId, orders] of byToken) {
    try {
      absent.push(
        ...(await reconcileToken(context, { tokenId, orders, listed, failures, onFound })),
      );
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
  return absent;
}

/** What a list says of many orders; who is not on it, or when there is none, is asked for alone. */
async function listedOrders(
  { venue, log }: ExecutorContext,
  unfinished: readonly TrackedOrder[],
): Promise<ReadonlyMap<string, OrderEvidence>> {
  if (unfinished.filter(({ open }) => open).length < LISTED_FROM) return new Map();
  try {
    return new Map(
      (await venue.openOrders()).map(({ orderHash, status, matchedShares }) => [
        orderHash,
        { kind: 'found', status, matchedShares },
      ]),
    );
  } catch (error) {
    log.warn({ error: String(error) }, 'open orders could not be listed: each is asked for');
    return new Map();
  }
}

async function reconcileToken(
  context: ExecutorContext,
  {
    tokenId,
    orders,
    listed,
    failures,
    onFound,
  }: {
    readonly tokenId: TokenId;
    readonly orders: readonly TrackedOrder[];
    readonly listed: ReadonlyMap<string, OrderEvidence>;
    readonly failures: unknown[];
    readonly onFound: (fill: VenueFill) => void;
  },
): Promise<readonly TrackedOrder[]> {
  const { venue } = context;
  // Ends are asked for before fills: every fill of an ended order is then in the answer.
  const ends = new Map<TrackedOrder, OrderEvidence>();
  for (const tracked of orders) {
    if (!tracked.open) continue;
    try {
      const { orderHash } = tracked;
      ends.set(tracked, listed.get(orderHash) ?? (await venue.lookUp(orderHash)));
    } catch (error) {
      failures.push(error);
    }
  }
  const oldestMs = Math.min(...orders.map(({ requestedAt }) => new Date(requestedAt).getTime()));
  const since = new Date(oldestMs - OVERLAP_MS).toISOString();
  const fills = await venue.fills({ tokenId, since });

  const byHash = new Map(orders.map((tracked) => [tracked.orderHash, tracked]));
  for (const fill of fills) {
    const tracked = byHash.get(fill.orderHash);
    if (tracked !== undefined && (await recordFill(context, tracked, fill))) onFound(fill);
  }
  const absent: TrackedOrder[] = [];
  for (const [tracked, end] of ends) {
    if (end.kind === 'found') await recordEvidence(context, tracked, end);
    else absent.push(tracked);
  }
  return absent;
}
