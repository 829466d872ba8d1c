/** So many requests a second, with some saved up: what a venue lets through, counted on our side. */
import { setTimeout as pause } from 'node:timers/promises';

export type TokenBucket = {
  /** Takes that many at once when they are there. */
  take(count?: number): boolean;
  /** How long until that many are there, in milliseconds; Infinity for more than it can hold. */
  waitMs(count?: number): number;
};

/** Waits until that many were taken; false when they do not come within the time. */
export async function takeInTime(
  bucket: TokenBucket,
  { count = 1, withinMs }: { readonly count?: number; readonly withinMs: number },
): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (!bucket.take(count)) {
    const waitMs = bucket.waitMs(count);
    if (performance.now() + waitMs > untilMs) return false;
    await pause(waitMs);
  }
  return true;
}

export function tokenBucket(
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  /** Of a clock that never goes back. */
  nowMs: () => number = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let atMs = nowMs();
  const refill = (): void => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + (Math.max(0, now - atMs) * perSecond) / 1000);
    atMs = now;
  };
  return {
    take(count = 1) {
      refill();
      if (tokens + ROUNDING < count) return false;
      tokens -= count;
      return true;
    },
    waitMs(count = 1) {
      refill();
      if (count > burst) return Infinity;
      return Math.max(0, Math.ceil(((count - tokens) * 1000) / perSecond));
    },
  };
}

/** Tokens are fractions that were added up. */
const ROUNDING = 1e-6;
