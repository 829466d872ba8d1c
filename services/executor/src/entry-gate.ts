/** Whether the venue and our view of it let an order be signed now, later, or not at all. */
import { venueAccount } from '@sluice/domain';
import type { Heartbeat } from './keep-heartbeat.js';
import type { VenueFacts } from './venue-facts.js';

export type Obstacle = {
  /** What waits is tried again until its approval is too old. */
  readonly kind: 'waits' | 'refused';
  readonly why: string;
};

export type EntryGate = (of: { readonly reduceOnly: boolean }) => Promise<Obstacle | undefined>;

export function entryGate({
  facts,
  heartbeat,
}: {
  readonly facts: Pick<VenueFacts, 'state'>;
  readonly heartbeat: Pick<Heartbeat, 'healthy'>;
}): EntryGate {
  return async ({ reduceOnly }) => {
    const { condition, heartbeatLost, userStreamLost, reconciliation } = await facts.state();
    const treatment = venueAccount.treatmentOf(condition, { reduceOnly });
    if (treatment !== 'sent') return { kind: treatment, why: `the venue is ${condition}` };
    if (reduceOnly) return undefined;

    if (heartbeatLost !== undefined) {
      return { kind: 'refused', why: `no heartbeat was taken since ${heartbeatLost.since}` };
    }
    if (userStreamLost !== undefined) {
      return { kind: 'refused', why: `the user stream is blind since ${userStreamLost.since}` };
    }
    if (reconciliation !== 'complete') {
      return { kind: 'waits', why: 'not all there is at the venue was compared yet' };
    }
    // It is late, and not told yet; or the first one after a start is on its way.
    if (!heartbeat.healthy()) return { kind: 'waits', why: 'no heartbeat was taken lately' };
    return undefined;
  };
}
