import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import { concurrentPositions } from './concurrent-positions.js';

const { evidence, strategy } = examples;
const busy = (openPositions: number, pendingEntries: number) =>
  strategy({ openPositions, pendingEntries });

describe('concurrent positions', () => {
  const rules = { maxConcurrentPositions: 3 };

  it('allow the one that fills the last place', () => {
    const check = concurrentPositions(evidence({ rules, strategy: busy(1, 1) }));
    expect(check).toMatchObject({ value: 3n, limit: 3n, passed: true });
  });

  it('refuse one more, whether the places are held or waited for', () => {
    for (const [open, pending] of [
      [3, 0],
      [2, 1],
      [0, 3],
    ] as const) {
      const check = concurrentPositions(evidence({ rules, strategy: busy(open, pending) }));
      expect(check).toMatchObject({ code: 'too_many_positions', value: 4n, passed: false });
    }
  });

  it('are 20 unless set', () => {
    expect(concurrentPositions(evidence({ strategy: busy(19, 0) })).passed).toBe(true);
    expect(concurrentPositions(evidence({ strategy: busy(20, 0) })).passed).toBe(false);
  });
});
