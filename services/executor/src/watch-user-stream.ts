/**
 * Whether the venue's user channel tells what happens. Quiet is not dead: it is dead when it lost its
 * connection for too long, or when asking shows a new fill that it stays silent about.
 */
import { epochMs, type Instant } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { VenueFacts } from './venue-facts.js';

/** The risk rules' limit. */
export const BLIND_MAX_MS = 10_000;
/** What happened just before the channel was opened need not be told on it. */
const OPENING_MS = 2_000;
const LOOK_EVERY_MS = 1_000;

export type UserStreamWatch = {
  /** The channel was opened, or opened again: everything is looked up now. */
  opened(): void;
  /** It told something. */
  heard(): void;
  /** Asking showed a fill first. */
  foundByAsking(matchedAt: Instant): void;
  stop(): Promise<void>;
};

export function watchUserStream({
  facts,
  clock,
  log,
  isConnected,
  reconnect,
  lookEveryMs = LOOK_EVERY_MS,
}: {
  readonly facts: Pick<VenueFacts, 'tell'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly isConnected: () => boolean;
  readonly reconnect: () => Promise<void>;
  readonly lookEveryMs?: number;
}): UserStreamWatch {
  let connectedAt: Instant = clock.now();
  let openedAt: Instant | undefined;
  /** Since when it owes us word of a fill. */
  let silentSince: Instant | undefined;
  let lost = false;
  const ageMs = (since: Instant): number => epochMs(clock.now()) - epochMs(since);

  async function look(): Promise<void> {
    if (isConnected()) connectedAt = clock.now();
    if (silentSince !== undefined && ageMs(silentSince) > BLIND_MAX_MS) {
      const since = silentSince;
      log.warn({ since }, 'the user channel is silent about what the venue shows; opening it anew');
      await lose(since, 'it is silent about a fill that the venue shows when asked');
      silentSince = undefined;
      openedAt = undefined;
      await reconnect();
      return;
    }
    if (ageMs(connectedAt) > BLIND_MAX_MS) {
      await lose(connectedAt, 'it has no connection');
      return;
    }
    // Once after a start also: a process before us may have lost it.
    if (isConnected() && openedAt !== undefined && silentSince === undefined) await restore();
  }

  let isTold = false;
  async function lose(since: Instant, why: string): Promise<void> {
    if (lost) return;
    await facts.tell({ type: 'LoseUserStream', data: { since, why } });
    lost = true;
    isTold = false;
  }
  async function restore(): Promise<void> {
    if (isTold) return;
    await facts.tell({ type: 'RestoreUserStream', data: {} });
    lost = false;
    isTold = true;
  }

  const repetition = repeatedly({
    intervalMs: lookEveryMs,
    act: look,
    onError: (error) =>
      log.warn({ error: String(error) }, 'the state of the user channel could not be told'),
  });
  return {
    opened: () => void (openedAt = clock.now()),
    heard: () => void (silentSince = undefined),
    foundByAsking: (matchedAt) => {
      if (openedAt === undefined || epochMs(matchedAt) < epochMs(openedAt) + OPENING_MS) return;
      silentSince ??= clock.now();
    },
    stop: () => repetition.stop(),
  };
}
