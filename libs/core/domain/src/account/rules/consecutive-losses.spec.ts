import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import { consecutiveLosses } from './consecutive-losses.js';

const { evidence, strategy } = examples;
const after = (streak: number) => strategy({ streak });

describe('consecutive losses', () => {
  it.each([
    { streak: 0, value: 0n, margin: 5n, near: false },
    { streak: 3, value: 3n, margin: 2n, near: false },
    { streak: 4, value: 4n, margin: 1n, near: true },
  ])('allow another trade after $streak', ({ streak, ...expected }) => {
    expect(consecutiveLosses(evidence({ strategy: after(streak) }))).toStrictEqual({
      ...{ code: 'consecutive_losses', unit: 'count', limit: 5n, passed: true },
      ...{ detail: 'trades lost in a row', ...expected },
    });
  });

  it.each([
    { streak: 5, value: 5n, margin: 0n },
    { streak: 6, value: 6n, margin: -1n },
  ])('refuse after $streak, five unless set', ({ streak, ...expected }) => {
    expect(consecutiveLosses(evidence({ strategy: after(streak) }))).toStrictEqual({
      ...{ code: 'consecutive_losses', unit: 'count', limit: 5n, passed: false, near: true },
      detail: `${streak} trades lost in a row, and the strategy stops at 5`,
      ...expected,
    });
  });

  it('refuse at the strategy’s own limit', () => {
    const rules = { maxConsecutiveLosses: 1 };
    expect(consecutiveLosses(evidence({ rules, strategy: after(0) })).passed).toBe(true);
    expect(consecutiveLosses(evidence({ rules, strategy: after(1) }))).toMatchObject({
      ...{ limit: 1n, passed: false },
      detail: '1 trade lost in a row, and the strategy stops at 1',
    });
  });
});
