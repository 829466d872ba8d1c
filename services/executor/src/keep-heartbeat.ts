/**
 * Holds the venue's dead man's switch: a heartbeat every few seconds, by one process for each key.
 *
 * Once the venue took a first one, it cancels every open order of the key when none follows within ten
 * seconds. So as soon as ours may have been late, nothing new is added to what rests there.
 */
import type { Clock, Venue } from '@sluice/ports';
import { epochMs } from '@sluice/domain';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { VenueFacts } from './venue-facts.js';

/** The venue waits 10 s; a heartbeat on its way is late before that. */
export const LOST_AFTER_MS = 8_000;
const LOOK_EVERY_MS = 1_000;

export type Heartbeat = {
  /** Whether the venue took one so lately that its orders stand. */
  healthy(): boolean;
  stop(): Promise<void>;
};

export function keepHeartbeat({
  venue,
  facts,
  mayBeat,
  clock,
  log,
  intervalMs,
  lookEveryMs = LOOK_EVERY_MS,
  onRestored = () => undefined,
}: {
  readonly venue: Pick<Venue, 'beat'>;
  readonly facts: Pick<VenueFacts, 'tell'>;
  /** False while another process holds the right to beat for this key. */
  readonly mayBeat: () => boolean;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly intervalMs: number;
  readonly lookEveryMs?: number;
  /** Orders may have been cancelled meanwhile: look them up. */
  readonly onRestored?: () => void;
}): Heartbeat {
  const nowMs = (): number => epochMs(clock.now());
  let takenMs: number | undefined;
  let since = clock.now();
  let lost = false;
  const healthy = (): boolean => takenMs !== undefined && nowMs() - takenMs < LOST_AFTER_MS;

  async function beat(): Promise<void> {
    if (takenMs !== undefined && !lost && nowMs() - takenMs < intervalMs) return;
    const startedAt = clock.now();
    const failure = await tryToBeat();
    if (failure === undefined) {
      takenMs = epochMs(startedAt);
      since = startedAt;
      // Also at the first one after a start: a process before us may have lost it.
      await facts.tell({ type: 'RestoreHeartbeat', data: {} });
      if (lost) onRestored();
      lost = false;
      return;
    }
    log.warn({ failure }, 'the venue took no heartbeat');
    if (nowMs() - epochMs(since) < LOST_AFTER_MS) return;
    await facts.tell({ type: 'LoseHeartbeat', data: { since, why: failure } });
    lost = true;
  }

  async function tryToBeat(): Promise<string | undefined> {
    if (!mayBeat()) return 'another process holds the right to beat for this key';
    try {
      await venue.beat();
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  const repetition = repeatedly({
    intervalMs: lookEveryMs,
    act: beat,
    onError: (error) => log.warn({ error: String(error) }, 'a heartbeat could not be told of'),
  });
  return { healthy, stop: () => repetition.stop() };
}
