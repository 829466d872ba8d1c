/** The per-signer limit, in buckets that fill by the second. */
import { describe, expect, it } from '@jest/globals';
import type { SignerLimit } from '../rules/venue-rules.js';
import { createSignerLimits, type LimitKind } from './signer-limits.js';

const SIGNER = '0x1111111111111111111111111111111111111111';

const limits = (mode: SignerLimit['mode']) => {
  let atMs = 0;
  const made = createSignerLimits({ mode, tier: 'standard' }, () => atMs);
  return {
    spend: (cost: number, kind: LimitKind = 'orders') => made.spend(SIGNER, kind, cost),
    after: (ms: number) => {
      atMs += ms;
    },
  };
};

describe('the per-signer limit', () => {
  it('lets a burst through, then what a second earns', () => {
    const { spend, after } = limits('enforce');
    expect(spend(60)).toMatchObject({
      allowed: true,
      headers: { 'poly-ratelimit-remaining': '0', 'poly-ratelimit-tier': 'standard' },
    });
    expect(spend(1)).toMatchObject({ allowed: false, headers: { 'retry-after': '1' } });
    after(100);
    expect(spend(4).allowed).toBe(true);
    expect(spend(1).allowed).toBe(false);
  });

  it('refuses a batch whole, without taking from the bucket', () => {
    const { spend } = limits('enforce');
    spend(50);
    expect(spend(15).allowed).toBe(false);
    expect(spend(10).allowed).toBe(true);
  });

  it('keeps cancels apart from orders', () => {
    const { spend } = limits('enforce');
    spend(60);
    expect(spend(120, 'cancels').allowed).toBe(true);
  });

  it('only warns while it is not enforced, and says nothing when it is off', () => {
    const warned = limits('warn');
    warned.spend(60);
    expect(warned.spend(1)).toMatchObject({
      allowed: true,
      headers: { 'poly-ratelimit-warning': 'true' },
    });
    expect(limits('off').spend(1_000)).toEqual({ allowed: true, headers: {} });
  });
});
