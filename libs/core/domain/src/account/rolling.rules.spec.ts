/** Rolling budgets are the sum of a plain list, whatever is entered, changed and asked, and when. */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { RUNS } from '../testing/index.js';
import { emptyRolling, rollingSpent, withChange, withEntry } from './rolling.js';

const DAY_MS = 86_400_000;
const LENGTH_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };
const PERIODS = ['day', 'week', 'month'] as const;

/** How far the clock moves: often by exactly a window, now and then back. */
const laterMs = fc.oneof(
  { weight: 3, arbitrary: fc.nat(DAY_MS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 1, DAY_MS - 1, DAY_MS, 6 * DAY_MS, 23 * DAY_MS, 30 * DAY_MS),
  },
  { weight: 1, arbitrary: fc.constantFrom(-1, -DAY_MS) },
);
const amount = fc.bigInt(0n, 1_000n);
const step = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), laterMs, amount }),
  fc.record({ kind: fc.constant('change' as const), pick: fc.nat(100), by: fc.bigInt(-50n, 50n) }),
  fc.record({ kind: fc.constant('wait' as const), laterMs }),
);

describe('rolling budgets, whatever happens', () => {
  it('keep the sums that a plain list adds up to', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let rolling = emptyRolling;
        let nowMs = Date.parse('2026-11-22T12:00:00.000Z');
        const list: { atMs: number; amount: bigint }[] = [];
        const lastMs = () => list.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;

        return steps.every((next) => {
          if (next.kind === 'change') {
            const number = next.pick % (list.length + 1);
            rolling = withChange(rolling, number, next.by);
            const entry = list[number];
            if (entry !== undefined) entry.amount += next.by;
          } else {
            nowMs += next.laterMs;
            if (next.kind === 'enter') {
              rolling = withEntry(rolling, nowMs, next.amount);
              list.push({ atMs: Math.max(nowMs, lastMs()), amount: next.amount });
            }
          }
          // A clock set back behind the last entry is not believed.
          const askedMs = Math.max(nowMs, lastMs());
          return PERIODS.every((period) => {
            const inside = list.filter(({ atMs }) => atMs > askedMs - LENGTH_MS[period]);
            const sum = inside.reduce((total, entry) => total + entry.amount, 0n);
            return rollingSpent(rolling, period, nowMs) === sum;
          });
        });
      }),
      { numRuns: 5 * RUNS },
    );
  });
});
