/** A clock that stands still until it is told how long something took. */
import type { Instant } from '@sluice/domain';
import type { Clock } from '@sluice/ports';

export type ManualClock = Clock & { pass(ms: number): void };

export function createManualClock(start: Instant): ManualClock {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs).toISOString(),
    pass: (ms) => {
      nowMs += ms;
    },
  };
}
