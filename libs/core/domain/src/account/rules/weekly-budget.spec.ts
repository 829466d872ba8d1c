import { describe, expect, it } from '@jest/globals';
import { usd, type MicroUsd } from '../../money.js';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { weeklyBudget } from './weekly-budget.js';

const { evidence, proposal, strategy } = examples;
const spent = (amount: string, week = 'week/2026-W47') =>
  strategy({ spentUsd: emptyMap<MicroUsd>().with(week, usd(amount)) });
const order = (amount: string) => proposal({ reservedUsd: usd(amount) });

describe('the weekly budget', () => {
  const rules = { weeklyBudgetUsd: usd('500') };

  it('may be spent to the last millionth', () => {
    const around = evidence({ rules, strategy: spent('480'), proposal: order('20') });
    expect(weeklyBudget(around)).toStrictEqual({
      ...{ code: 'weekly_budget_exceeded', unit: 'usd', passed: true, near: true },
      ...{ value: usd('500'), limit: usd('500'), margin: 0n },
      detail: 'spent in the week with this order',
    });
  });

  it('refuses a millionth more, and says what is left of it', () => {
    const around = evidence({ rules, strategy: spent('480'), proposal: order('20.000001') });
    expect(weeklyBudget(around)).toStrictEqual({
      ...{ code: 'weekly_budget_exceeded', unit: 'usd', passed: false, near: true },
      ...{ value: usd('500.000001'), limit: usd('500'), margin: -1n },
      detail: "the week's budget of $500.00 has $20.00 left and this needs $20.000001",
    });
  });

  it('does not count what was spent in another week', () => {
    const around = evidence({ rules, strategy: spent('500', 'week/2026-W46') });
    expect(weeklyBudget(around)).toMatchObject({ value: usd('20'), near: false });
  });

  it('is off unless set', () => {
    expect(weeklyBudget(evidence({ strategy: spent('1000000') }))).toStrictEqual({
      ...{ code: 'weekly_budget_exceeded', unit: 'usd', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail: 'no limit set' },
    });
  });
});
