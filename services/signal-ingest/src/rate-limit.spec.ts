import { beforeEach, describe, expect, it } from '@jest/globals';
import { rateLimit, type RateLimit } from './rate-limit.js';

describe('how often a sender may come', () => {
  let nowMs: number;
  let limit: RateLimit;
  beforeEach(() => {
    nowMs = 1_000_000;
    limit = rateLimit({ perSecond: 10, burst: 3, nowMs: () => nowMs });
  });
  const takes = (count: number, sender = 'model') =>
    Array.from({ length: count }, () => limit.take(sender));

  it('takes a short burst and then says when to come again', () => {
    expect(takes(4)).toStrictEqual([0, 0, 0, 100]);
  });

  it('takes the sender who came when told', () => {
    const [waitMs = 0] = takes(4).slice(-1);
    nowMs += waitMs;
    expect(takes(2)).toStrictEqual([0, 100]);
  });

  it('keeps a steady pace for ever', () => {
    takes(3);
    for (let n = 0; n < 100; n += 1) {
      nowMs += 100;
      expect(takes(1)).toStrictEqual([0]);
    }
  });

  it('never saves up more than a burst', () => {
    nowMs += 3_600_000;
    expect(takes(4)).toStrictEqual([0, 0, 0, 100]);
  });

  it('lets no sender wait for another', () => {
    takes(4, 'greedy');
    expect(takes(1, 'modest')).toStrictEqual([0]);
  });

  it('does not lock anybody out when the clock is set back', () => {
    takes(1);
    nowMs -= 3_600_000;
    expect(takes(2)).toStrictEqual([0, 0]);
    nowMs += 100;
    expect(takes(1)).toStrictEqual([0]);
  });

  it('remembers only so many senders', () => {
    takes(3, 'first');
    for (let n = 0; n < 10_000; n += 1) limit.take(`sender ${n}`);
    expect(takes(1, 'first')).toStrictEqual([0]);
  });
});
