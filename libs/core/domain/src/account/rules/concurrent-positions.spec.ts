import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import { concurrentPositions } from './concurrent-positions.js';

const { evidence, strategy } = examples;
const busy = (openPositions: number, pendingEntries: number) =>
  strategy({ openPositions, pendingEntries });

describe('concurrent positions', () => {
  const rules = { maxConcurrentPositions: 3 };

  it('allow another while a place is free', () => {
    expect(concurrentPositions(evidence({ rules, strategy: busy(1, 1) }))).toStrictEqual({
      ...{ code: 'too_many_positions', unit: 'count', value: 2n, limit: 3n, margin: 1n },
      ...{ passed: true, near: false, detail: 'positions open or pending' },
    });
  });

  it.each([
    [3, 0],
    [2, 1],
    [0, 3],
  ])('refuse another once no place is: %i held, %i waited for', (open, pending) => {
    const check = concurrentPositions(evidence({ rules, strategy: busy(open, pending) }));
    expect(check).toStrictEqual({
      ...{ code: 'too_many_positions', unit: 'count', value: 3n, limit: 3n, margin: 0n },
      ...{ passed: false, near: true },
      detail: '3 positions open or pending, and 3 may be open at the same time',
    });
  });

  it('may be none', () => {
    const none = { maxConcurrentPositions: 0 };
    expect(concurrentPositions(evidence({ rules: none }))).toMatchObject({
      ...{ value: 0n, limit: 0n, passed: false },
      detail: '0 positions open or pending, and 0 may be open at the same time',
    });
  });

  it('are 20 unless set', () => {
    expect(concurrentPositions(evidence({ strategy: busy(19, 0) }))).toMatchObject({
      ...{ limit: 20n, margin: 1n, passed: true, near: true },
    });
    expect(concurrentPositions(evidence({ strategy: busy(20, 0) })).passed).toBe(false);
  });
});
