import { describe, expect, it } from '@jest/globals';
import { usd, type MicroUsd } from '../../money.js';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { emptyRolling, withEntry } from '../rolling.js';
import { withinBudget } from './budget.js';

const { evidence, proposal, strategy } = examples;
const limit = usd('100');
const spentUsd = emptyMap<MicroUsd>()
  .with('day/2026-11-22', usd('87.60'))
  .with('week/2026-W47', usd('90'))
  .with('month/2026-11', usd('95'));
const order = (amount: string) => proposal({ reservedUsd: usd(amount) });
const daily = { code: 'daily_budget_exceeded', period: 'day', limit } as const;

describe('a budget', () => {
  it.each([
    { period: 'day', value: usd('89.60') },
    { period: 'week', value: usd('92') },
    { period: 'month', value: usd('97') },
  ] as const)('of a $period counts what was spent in it', ({ period, value }) => {
    const around = evidence({ strategy: strategy({ spentUsd }), proposal: order('2') });
    const code = 'weekly_budget_exceeded';
    expect(withinBudget(around, { code, period, limit })).toStrictEqual({
      ...{ code, unit: 'usd', value, limit, margin: limit - value, passed: true, near: true },
      detail: `spent in the ${period} with this order`,
    });
  });

  it('may be spent to the last millionth, and no further', () => {
    const spent = strategy({ spentUsd });
    const last = evidence({ strategy: spent, proposal: order('12.40') });
    expect(withinBudget(last, daily)).toMatchObject({ value: limit, margin: 0n, passed: true });
    const more = evidence({ strategy: spent, proposal: order('12.400001') });
    expect(withinBudget(more, daily)).toMatchObject({
      ...{ value: usd('100.000001'), margin: -1n, passed: false },
      detail: "the day's budget of $100.00 has $12.40 left and this needs $12.400001",
    });
  });

  it('has nothing left, and no less, once more was spent than it allows', () => {
    const strict = { ...daily, limit: usd('50') };
    const around = evidence({ strategy: strategy({ spentUsd }), proposal: order('20') });
    expect(withinBudget(around, strict)).toMatchObject({
      ...{ value: usd('107.60'), margin: usd('-57.60') },
      detail: "the day's budget of $50.00 has $0.00 left and this needs $20.00",
    });
  });

  it('of the last hours forgets what is exactly as old as they are', () => {
    const { atMs } = evidence();
    const dayAgo = withEntry(emptyRolling, atMs - 86_400_000, usd('30'));
    const rolling = withEntry(dayAgo, atMs - 86_399_999, usd('40'));
    const around = evidence({
      strategy: strategy({ spentUsd, rolling, rules: { budgetWindow: 'rolling' } }),
    });
    expect(withinBudget(around, daily)).toMatchObject({ value: usd('60') });
    expect(withinBudget({ ...around, atMs: atMs - 1 }, daily)).toMatchObject({ value: usd('90') });
  });
});
