/** Everything that watches over the account at the venue, started and stopped together. */
import { once } from 'node:events';
import { hostname } from 'node:os';
import { acquireLease, type Lease } from '@sluice/postgres';
import type { AccountId } from '@sluice/domain';
import type { Running } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import { compareAccount } from './compare-account.js';
import { driftsOf } from './drifts.js';
import { entryGate, type EntryGate } from './entry-gate.js';
import type { ExecutorContext } from './executor.context.js';
import { followVenue, type Following } from './follow-venue.js';
import { keepHeartbeat } from './keep-heartbeat.js';
import { reconcileOrders, type Reconciler } from './reconcile-orders.js';
import { venueFacts } from './venue-facts.js';
import { watchCondition, type ConditionWatch } from './watch-condition.js';
import { watchUserStream, type UserStreamWatch } from './watch-user-stream.js';

/** Shorter than the venue waits for a heartbeat, so that another process can go on in time. */
const LEASE_MS = 6_000;

export type VenueWatching = {
  readonly gate: EntryGate;
  readonly condition: ConditionWatch;
  readonly reconciler: Reconciler;
  stop(): Promise<void>;
};

export async function watchVenue(
  context: ExecutorContext,
  {
    database,
    accountId,
    health,
    metrics,
    port,
    settings,
  }: {
    readonly database: DataSource;
    readonly accountId: AccountId;
    readonly health: Running['health'];
    readonly metrics: Running['metrics'];
    /** Only one process of a host can have it, so it names this one's place. */
    readonly port: number;
    readonly settings: {
      readonly reconcileIntervalMs: number;
      readonly heartbeatIntervalMs: number;
      readonly probeIntervalMs: number;
      readonly timeoutMs: number;
      readonly asksForPositions: boolean;
    };
  },
): Promise<VenueWatching> {
  const { venue, clock, log } = context;
  const facts = venueFacts(context, accountId);
  // Before anything is signed or compared: what was true before the start may not be any more.
  const why = 'the executor has started';
  await facts.tell({ type: 'RequireReconciliation', data: { reason: 'started', why } });

  const stopping = new AbortController();
  let lease: Lease | undefined;
  const stopped = once(stopping.signal, 'abort');
  /** A database that was away for a while takes the right with it; it is asked for again. */
  async function holdLease(): Promise<void> {
    while (!stopping.signal.aborted) {
      lease = await acquireLease({
        dataSource: database,
        ...{
          name: `heartbeat/${accountId}`,
          holder: `${hostname()}:${port}`,
          ttlMs: LEASE_MS,
          log,
        },
        signal: stopping.signal,
      });
      await Promise.race([lease.lost, stopped]);
    }
  }
  const leasing = holdLease().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.warn({ error: String(error) }, 'no right to beat');
  });
  const heartbeat = keepHeartbeat({
    ...{ venue, facts, clock, log },
    intervalMs: settings.heartbeatIntervalMs,
    mayBeat: () => lease?.held() ?? false,
    onRestored: () => reconciler.soon(),
  });
  const condition = watchCondition({ venue, facts, log, intervalMs: settings.probeIntervalMs });

  // The channel, its watch and the reconciliation tell each other what they see.
  const others: { stream?: UserStreamWatch; following?: Following } = {};
  const onFound = ({ matchedAt }: { readonly matchedAt: string }): void =>
    others.stream?.foundByAsking(matchedAt);
  const reconciler = reconcileOrders(context, {
    ...{ database, accountId, facts, onFound },
    intervalMs: settings.reconcileIntervalMs,
    compare: compareAccount(context, {
      ...{ database, accountId, facts, onFound, drifts: driftsOf({ facts, clock }) },
      asksForPositions: settings.asksForPositions,
    }),
  });
  const stream = watchUserStream({
    ...{ facts, clock, log },
    isConnected: () => others.following?.healthy() ?? false,
    reconnect: async () => others.following?.reconnect(),
  });
  const channel = followVenue(context, { database, reconciler, stream });
  others.stream = stream;
  others.following = channel;

  health.watch('venue', () => {
    const atMs = reconciler.completedAtMs();
    const ageMs = atMs === undefined ? Infinity : Date.now() - atMs;
    const ok = channel.healthy() && ageMs < 3 * settings.reconcileIntervalMs + settings.timeoutMs;
    const words = channel.healthy() ? 'the user channel lives' : 'the user channel is down';
    return { ok, detail: `${words}, last reconciled ${ageMs} ms ago` };
  });
  health.watch('heartbeat', () => {
    const ok = heartbeat.healthy();
    return { ok, detail: ok ? 'taken' : 'none was taken lately; no entry is signed' };
  });
  let shown = 'open';
  health.watch('venue condition', () => {
    const latest = condition.latest();
    if (latest === undefined) return { ok: true, detail: 'not asked yet' };
    metrics.venueCondition.set({ condition: shown }, 0);
    metrics.venueCondition.set({ condition: latest.condition }, 1);
    metrics.venueClockSkewSeconds.set(latest.clockSkewMs / 1_000);
    shown = latest.condition;
    return { ok: latest.condition === 'open', detail: `${latest.condition}: ${latest.detail}` };
  });

  return {
    gate: entryGate({ facts, heartbeat }),
    condition,
    reconciler,
    stop: async () => {
      await stream.stop();
      await channel.stop();
      await reconciler.stop();
      await condition.stop();
      await heartbeat.stop();
      stopping.abort();
      await leasing;
      await lease?.release();
    },
  };
}
