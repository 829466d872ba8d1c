import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  const start = (perSecond: number, burst: number) => {
    let nowMs = 0;
    const bucket = tokenBucket({ perSecond, burst }, () => nowMs);
    return { bucket, pass: (ms: number) => void (nowMs += ms) };
  };

  it('lets a burst through, then so many a second', () => {
    const { bucket, pass } = start(4, 20);
    expect(Array.from({ length: 25 }, () => bucket.take()).filter(Boolean)).toHaveLength(20);
    expect(bucket.waitMs()).toBe(250);
    pass(250);
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });

  it('takes many at once or none of them', () => {
    const { bucket, pass } = start(10, 15);
    expect(bucket.take(15)).toBe(true);
    pass(500);
    expect(bucket.waitMs(10)).toBe(500);
    expect(bucket.take(10)).toBe(false);
    expect(bucket.take(5)).toBe(true);
  });

  it('says that more than it holds never comes', () => {
    const { bucket } = start(10, 15);
    expect(bucket.waitMs(16)).toBe(Infinity);
    expect(bucket.take(16)).toBe(false);
  });

  it('never lets more through than its burst and its pace, however it is asked', () => {
    const steps = fc.array(fc.record({ ms: fc.nat(2_000), count: fc.integer({ min: 1, max: 8 }) }));
    fc.assert(
      fc.property(steps, (asked) => {
        const { bucket, pass } = start(7, 10);
        let [passedMs, through] = [0, 0];
        for (const { ms, count } of asked) {
          pass(ms);
          passedMs += ms;
          if (bucket.take(count)) through += count;
          expect(through).toBeLessThanOrEqual(10 + (passedMs * 7) / 1000 + 1e-3);
        }
      }),
    );
  });

  it('gives what it said would be there after the wait', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 })), (counts) => {
        const { bucket, pass } = start(7, 10);
        for (const count of counts) {
          pass(bucket.waitMs(count));
          expect(bucket.take(count)).toBe(true);
        }
      }),
    );
  });
});
