/** A token bucket for each sender: steady pace, short bursts, a bounded number of senders. */
export type RateLimit = {
  /** 0 when the call may go on, else after how many milliseconds to come again. */
  take(sender: string): number;
};

const SENDERS_MAX = 10_000;

export function rateLimit({
  perSecond,
  burst,
  nowMs = Date.now,
}: {
  readonly perSecond: number;
  readonly burst: number;
  readonly nowMs?: () => number;
}): RateLimit {
  const buckets = new Map<string, { left: number; atMs: number }>();

  return {
    take(sender) {
      const now = nowMs();
      const bucket = buckets.get(sender) ?? { left: burst, atMs: now };
      // A clock that is set back earns nothing, and costs nothing.
      const passedMs = Math.max(0, now - bucket.atMs);
      const left = Math.min(burst, bucket.left + (passedMs / 1_000) * perSecond);
      buckets.delete(sender);
      if (buckets.size >= SENDERS_MAX) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      buckets.set(sender, { left: left >= 1 ? left - 1 : left, atMs: now });
      return left >= 1 ? 0 : Math.ceil(((1 - left) / perSecond) * 1_000);
    },
  };
}
