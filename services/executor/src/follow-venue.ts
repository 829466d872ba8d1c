/** Follows our own orders and fills on the venue's user channel, and never believes its silence. */
import type { VenueEvent, VenueFill } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordMatch, recordSettlement } from './record-evidence.js';
import type { Reconciler } from './reconcile-orders.js';
import { orderByHash, type TrackedOrder } from './tracked-orders.js';
import type { UserStreamWatch } from './watch-user-stream.js';

/** What waits for its turn in one line; beyond it the reconciliation catches up instead. */
const QUEUE_MAX = 5_000;

export type Following = {
  /** Opens the channel anew. */
  reconnect(): Promise<void>;
  stop(): Promise<void>;
  healthy(): boolean;
};

export function followVenue(
  context: ExecutorContext,
  {
    database,
    reconciler,
    stream = { opened: () => undefined, heard: () => undefined },
  }: {
    readonly database: DataSource;
    readonly reconciler: Pick<Reconciler, 'soon' | 'one'>;
    /** Whether the channel tells what happens. */
    readonly stream?: Pick<UserStreamWatch, 'opened' | 'heard'>;
  },
): Following {
  const { log } = context;
  const leave = (error: unknown): void => {
    log.warn({ error: String(error) }, 'a venue event is left to reconciliation');
    reconciler.soon();
  };
  const events = inTurn(take, leave);
  // What a fill cost may keep the chain busy, and no other fill waits for that.
  const settlements = inTurn(settle, leave);

  const open = () =>
    context.venue.follow((event) => {
      if (event.kind === 'discontinuity') stream.opened();
      else stream.heard();
      if (event.kind === 'discontinuity' || !events.add(event)) reconciler.soon();
    });
  let following = open();
  let stopped = false;

  async function take(event: VenueEvent): Promise<void> {
    if (event.kind === 'discontinuity') return;
    const orderHash = event.kind === 'fill' ? event.fill.orderHash : event.update.orderHash;
    const tracked = await orderByHash(database, orderHash);
    if (tracked === undefined) {
      // Ours and not projected yet, or somebody's by hand: reconciliation knows our own.
      if (!onlyRests(event)) reconciler.one(orderHash);
      return;
    }
    if (event.kind === 'fill') {
      const { fill } = event;
      await recordMatch(context, tracked, fill);
      if (fill.status !== 'confirmed') await settle({ tracked, fill });
      else if (!settlements.add({ tracked, fill })) reconciler.soon();
      return;
    }
    await recordEvidence(context, tracked, { ...event.update, kind: 'found' });
    if (!onlyRests(event)) reconciler.one(orderHash);
  }

  async function settle({ tracked, fill }: Settlement): Promise<void> {
    await recordSettlement(context, tracked, fill);
    // The end of an order may have been told before its last fill: look at both together.
    reconciler.one(fill.orderHash);
  }

  return {
    healthy: () => following.healthy(),
    reconnect: async () => {
      await following.stop();
      if (!stopped) following = open();
    },
    stop: async () => {
      stopped = true;
      await following.stop();
      await events.done();
      await settlements.done();
    },
  };
}

type Settlement = { readonly tracked: TrackedOrder; readonly fill: VenueFill };

/** One after the other, in the order they came; `add` is false when too many wait already. */
function inTurn<T>(take: (one: T) => Promise<void>, failed: (error: unknown) => void) {
  const waiting: T[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await take(one);
      } catch (error) {
        failed(error);
      }
    }
    // At once with the last look, so that what comes next begins anew.
    working = undefined;
  }

  return {
    add(one: T): boolean {
      if (waiting.length >= QUEUE_MAX) return false;
      waiting.push(one);
      working ??= work();
      return true;
    },
    done: async () => working,
  };
}

/**
 * A new order that rests. Who sent it hears so in the answer, or asks until it knows; a question for
 * each would load the venue as much as the orders do.
 */
const onlyRests = (event: VenueEvent): boolean =>
  event.kind === 'order' &&
  event.update.kind === 'placed' &&
  event.update.status === 'live' &&
  event.update.matchedShares === 0n;
