/** Follows our own orders and fills on the venue's user channel, and never believes its silence. */
import type { VenueEvent } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import type { Reconciler } from './reconcile-orders.js';
import { orderByHash } from './tracked-orders.js';

/** Events waiting for their turn; beyond it the reconciliation catches up instead. */
const QUEUE_MAX = 5_000;

export function followVenue(
  context: ExecutorContext,
  { database, reconciler }: { readonly database: DataSource; readonly reconciler: Reconciler },
): { stop(): Promise<void>; healthy(): boolean } {
  const queue: VenueEvent[] = [];
  let working: Promise<void> | undefined;

  const following = context.venue.follow((event) => {
    if (event.kind === 'discontinuity' || queue.length >= QUEUE_MAX) {
      reconciler.soon();
      return;
    }
    queue.push(event);
    working ??= work().finally(() => (working = undefined));
  });

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
      reconciler.soon();
      return;
    }
    if (event.kind === 'fill') await recordFill(context, tracked, event.fill);
    else await recordEvidence(context, tracked, { ...event.update, kind: 'found' });
    // The end of an order may have been told before its last fill: look at both together.
    reconciler.soon();
  }

  return {
    healthy: () => following.healthy(),
    stop: async () => {
      await following.stop();
      await working;
    },
  };
}
