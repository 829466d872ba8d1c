/** The per-signer limit: orders and cancels have a bucket each, and a batch is taken whole or not at all. */
import type { Address } from '../chain/venue-chain.js';
import { SIGNER_TIERS, type SignerLimit } from '../rules/venue-rules.js';

export type LimitKind = 'orders' | 'cancels';

export type Spent = {
  /** False = the venue answers 429. */
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

export type SignerLimits = {
  spend(signer: Address, kind: LimitKind, cost: number): Spent;
};

type Bucket = { readonly tokens: number; readonly atMs: number };

const BUCKETS_MAX = 10_000;

export const createSignerLimits = (limit: SignerLimit, nowMs: () => number): SignerLimits => {
  const buckets = new Map<string, Bucket>();
  const tier = SIGNER_TIERS[limit.tier];
  return {
    spend: (signer, kind, cost) => {
      if (limit.mode === 'off') return { allowed: true, headers: {} };
      const { perSecond, burst } = tier[kind];
      const key = `${signer.toLowerCase()} ${kind}`;
      const atMs = nowMs();
      const last = buckets.get(key) ?? { tokens: burst, atMs };
      const earned = ((atMs - last.atMs) / 1000) * perSecond;
      const tokens = Math.min(burst, last.tokens + earned);
      const fits = tokens >= cost;
      const left = fits ? tokens - cost : tokens;
      if (buckets.size >= BUCKETS_MAX) buckets.clear();
      buckets.set(key, { tokens: left, atMs });
      const allowed = fits || limit.mode === 'warn';
      // What is dearer than the burst never passes; waiting for a full bucket is the best advice.
      const missing = Math.min(cost, burst) - left;
      return {
        allowed,
        headers: {
          'poly-ratelimit-remaining': Math.floor(left).toString(),
          'poly-ratelimit-reset': Math.ceil((burst - left) / perSecond).toString(),
          'poly-ratelimit-tier': limit.tier,
          ...(fits || limit.mode === 'enforce' ? {} : { 'poly-ratelimit-warning': 'true' }),
          ...(allowed
            ? {}
            : { 'retry-after': Math.max(1, Math.ceil(missing / perSecond)).toString() }),
        },
      };
    },
  };
};
