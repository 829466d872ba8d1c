import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import { latency } from './latency.js';

const { evidence, later, quote } = examples;
/** Both ages in milliseconds, at the moment of decision. */
const aged = (signalMs: number, quoteMs: number) => {
  const { atMs } = evidence();
  return { observedAtMs: atMs - signalMs, quote: quote({ at: later(-quoteMs) }) };
};

describe('the latency', () => {
  it.each([
    ['of the signal', 5_000, 0],
    ['of the book', 0, 5_000],
  ])('%s may reach its limit, 5 s unless set', (_, signalMs, quoteMs) => {
    expect(latency(evidence(aged(signalMs, quoteMs)))).toStrictEqual({
      ...{ code: 'latency_exceeded', unit: 'ms', value: 5_000n, limit: 5_000n, margin: 0n },
      ...{ passed: true, near: true, detail: 'age of the signal or the book, whichever is older' },
    });
  });

  it.each([
    ['a signal', 5_001, 0, 'the signal is 5001 ms old, and 5000 ms is allowed'],
    ['a book', 5_000, 5_001, 'the book is 5001 ms old, and 5000 ms is allowed'],
    ['a signal before a book', 5_001, 5_001, 'the signal is 5001 ms old, and 5000 ms is allowed'],
  ])('refuses %s that is a millisecond older', (_, signalMs, quoteMs, detail) => {
    expect(latency(evidence(aged(signalMs, quoteMs)))).toStrictEqual({
      ...{ code: 'latency_exceeded', unit: 'ms', value: 5_001n, limit: 5_000n, margin: -1n },
      ...{ passed: false, near: true, detail },
    });
  });

  it('is near from 80 % on', () => {
    expect(latency(evidence(aged(3_999, 0))).near).toBe(false);
    expect(latency(evidence(aged(0, 4_000))).near).toBe(true);
  });

  it('goes by the strategy’s own limit', () => {
    const rules = { maxLatencyMs: 100 };
    expect(latency(evidence({ rules, ...aged(100, 50) }))).toMatchObject({
      ...{ value: 100n, limit: 100n, passed: true },
    });
    expect(latency(evidence({ rules, ...aged(50, 101) })).passed).toBe(false);
  });

  it('is never negative, whatever the clocks of others say', () => {
    expect(latency(evidence(aged(-1_000, -2_000)))).toMatchObject({ value: 0n, passed: true });
  });

  it('is the signal’s own where no book is known', () => {
    const around = evidence({ ...aged(1_200, 0), quote: undefined });
    expect(latency(around)).toMatchObject({ value: 1_200n, passed: true });
  });
});
