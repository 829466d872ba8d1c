/** Follows our own orders and fills on the venue's user channel, and never believes its silence. */
import type { VenueEvent } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import type { Reconciler } from './reconcile-orders.js';
import { orderByHash } from './tracked-orders.js';
import type { UserStreamWatch } from './watch-user-stream.js';

/** Events waiting for their turn; beyond it the reconciliation catches up instead. */
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
  const queue: VenueEvent[] = [];
  let working: Promise<void> | undefined;

  const open = () =>
    context.venue.follow((event) => {
      if (event.kind === 'discontinuity') stream.opened();
      else stream.heard();
      if (event.kind === 'discontinuity' || queue.length >= QUEUE_MAX) {
        reconciler.soon();
        return;
      }
      queue.push(event);
      working ??= work().finally(() => (working = undefined));
    });
  let following = open();
  let stopped = false;

  async function work(): Promise<void> {
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      try {
        await take(event);
      } catch (error) {
        context.log.warn({ error: String(error) }, 'a venue event is left to reconciliation');
        reconciler.soon();
      }
    }
  }

  async function take(event: VenueEvent): Promise<void> {
    if (event.kind === 'discontinuity') return;
    const orderHash = event.kind === 'fill' ? event.fill.orderHash : event.update.orderHash;
    const tracked = await orderByHash(database, orderHash);
    if (tracked === undefined) {
      // Ours and not projected yet, or somebody's by hand: reconciliation knows our own.
      if (!onlyRests(event)) reconciler.one(orderHash);
      return;
    }
    if (event.kind === 'fill') await recordFill(context, tracked, event.fill);
    else await recordEvidence(context, tracked, { ...event.update, kind: 'found' });
    // The end of an order may have been told before its last fill: look at both together.
    if (!onlyRests(event)) reconciler.one(orderHash);
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
      await working;
    },
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
