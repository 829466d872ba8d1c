/** Asks again and again how much the venue takes, and sooner when an order's answer said something. */
import type { VenueCondition, VenueHealth, VenueWatch } from '@sluice/ports';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { VenueFacts } from './venue-facts.js';

/** Beyond it, what we sign may be too old or too new for the venue. */
const CLOCK_SKEW_MAX_MS = 5_000;

export type ConditionWatch = {
  /** What an order's answer said, believed at once. */
  heard(condition: VenueCondition, detail: string): Promise<void>;
  /** The newest answer to a probe; undefined before the first. */
  latest(): VenueHealth | undefined;
  stop(): Promise<void>;
};

export function watchCondition({
  venue,
  facts,
  log,
  intervalMs,
}: {
  readonly venue: Pick<VenueWatch, 'probe'>;
  readonly facts: Pick<VenueFacts, 'tell'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly intervalMs: number;
}): ConditionWatch {
  let latest: VenueHealth | undefined;
  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      latest = await venue.probe();
      const { condition, detail, clockSkewMs } = latest;
      if (Math.abs(clockSkewMs) > CLOCK_SKEW_MAX_MS) {
        log.warn({ clockSkewMs }, "the venue's clock and ours are too far apart");
      }
      await facts.tell({ type: 'SeeCondition', data: { condition, detail } });
    },
    // A venue that cannot be asked has no condition: its heartbeat tells that it is gone.
    onError: (error) =>
      log.warn({ error: String(error) }, 'the venue could not be asked what it takes'),
  });
  return {
    heard: async (condition, detail) => {
      // Only this sending was too early.
      if (condition === 'open') return;
      await facts.tell({ type: 'SeeCondition', data: { condition, detail } });
    },
    latest: () => latest,
    stop: () => repetition.stop(),
  };
}
