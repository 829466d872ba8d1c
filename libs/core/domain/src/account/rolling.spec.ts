import { describe, expect, it } from '@jest/globals';
import { emptyRolling, rollingSpent, withChange, withEntry, type Rolling } from './rolling.js';

const DAY_MS = 86_400_000;
const PERIODS = ['day', 'week', 'month'] as const;
const spent = (rolling: Rolling, atMs: number) =>
  PERIODS.map((period) => rollingSpent(rolling, period, atMs));
/** Entries of so much at such times. */
const entries = (...all: readonly (readonly [atMs: number, amount: bigint])[]) =>
  all.reduce((rolling, [atMs, amount]) => withEntry(rolling, atMs, amount), emptyRolling);

describe('rolling budgets', () => {
  it('begin with nothing spent', () => {
    expect(spent(emptyRolling, 0)).toEqual([0n, 0n, 0n]);
    expect(emptyRolling).toMatchObject({ next: 0, entries: { size: 0 } });
  });

  it.each([
    ['until it is a day old', DAY_MS - 1, [5n, 5n, 5n]],
    ['in its week from then on', DAY_MS, [0n, 5n, 5n]],
    ['until it is a week old', 7 * DAY_MS - 1, [0n, 5n, 5n]],
    ['in its month from then on', 7 * DAY_MS, [0n, 0n, 5n]],
    ['until it is a month old', 30 * DAY_MS - 1, [0n, 0n, 5n]],
    ['no longer then', 30 * DAY_MS, [0n, 0n, 0n]],
  ])('count an entry %s', (_, atMs, expected) => {
    expect(spent(entries([0, 5n]), atMs)).toEqual(expected);
  });

  it('count each entry for as long as it is young', () => {
    const rolling = entries([0, 1n], [DAY_MS, 10n], [DAY_MS + 1, 100n], [8 * DAY_MS, 1_000n]);
    expect(spent(rolling, 8 * DAY_MS)).toEqual([1_000n, 1_100n, 1_111n]);
    expect(spent(rolling, 9 * DAY_MS)).toEqual([0n, 1_000n, 1_111n]);
  });

  it('do not forget by being asked', () => {
    const rolling = entries([0, 5n]);
    expect(spent(rolling, DAY_MS)).toEqual([0n, 5n, 5n]);
    expect(spent(rolling, 0)).toEqual([5n, 5n, 5n]);
  });

  it('follow what an entry spent more or less, in the windows that it is still in', () => {
    const rolling = entries([0, 5n], [DAY_MS, 10n]);
    expect(spent(withChange(rolling, 1, -4n), DAY_MS)).toEqual([6n, 11n, 11n]);
    expect(spent(withChange(rolling, 0, 3n), DAY_MS)).toEqual([10n, 18n, 18n]);
  });

  it('forget a changed entry with what it changed', () => {
    const rolling = withChange(entries([0, 5n], [1, 10n]), 0, 3n);
    expect(spent(rolling, 1)).toEqual([18n, 18n, 18n]);
    expect(spent(rolling, DAY_MS)).toEqual([10n, 18n, 18n]);
  });

  it('are the same after no change, and after one of an entry they do not know', () => {
    const rolling = entries([0, 5n]);
    expect(withChange(rolling, 0, 0n)).toBe(rolling);
    expect(withChange(rolling, 1, 3n)).toBe(rolling);
  });

  it('take an entry from before the last one for one of that time', () => {
    const rolling = entries([1_000, 5n], [400, 10n]);
    expect(spent(rolling, DAY_MS + 999)).toEqual([15n, 15n, 15n]);
    expect(spent(rolling, DAY_MS + 1_000)).toEqual([0n, 15n, 15n]);
  });

  it('keep no entry that is out of every window', () => {
    const rolling = entries([0, 5n], [1, 10n], [30 * DAY_MS, 100n], [30 * DAY_MS + 1, 1_000n]);
    expect(rolling.next).toBe(4);
    expect([...rolling.entries.entries()].map(([number]) => number).sort()).toEqual(['2', '3']);
    expect(spent(rolling, 30 * DAY_MS + 1)).toEqual([1_100n, 1_100n, 1_100n]);
    expect(withChange(rolling, 1, 7n)).toBe(rolling);
  });
});
