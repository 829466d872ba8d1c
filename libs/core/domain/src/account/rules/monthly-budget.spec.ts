import { describe, expect, it } from '@jest/globals';
import { usd, type MicroUsd } from '../../money.js';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { monthlyBudget } from './monthly-budget.js';

const { evidence, proposal, strategy } = examples;
const spent = (amount: string, month = 'month/2026-11') =>
  strategy({ spentUsd: emptyMap<MicroUsd>().with(month, usd(amount)) });
const order = (amount: string) => proposal({ reservedUsd: usd(amount) });

describe('the monthly budget', () => {
  const rules = { monthlyBudgetUsd: usd('500') };

  it('may be spent to the last millionth', () => {
    const around = evidence({ rules, strategy: spent('480'), proposal: order('20') });
    expect(monthlyBudget(around)).toStrictEqual({
      ...{ code: 'monthly_budget_exceeded', unit: 'usd', passed: true, near: true },
      ...{ value: usd('500'), limit: usd('500'), margin: 0n },
      detail: 'spent in the month with this order',
    });
  });

  it('refuses a millionth more, and says what is left of it', () => {
    const around = evidence({ rules, strategy: spent('480'), proposal: order('20.000001') });
    expect(monthlyBudget(around)).toStrictEqual({
      ...{ code: 'monthly_budget_exceeded', unit: 'usd', passed: false, near: true },
      ...{ value: usd('500.000001'), limit: usd('500'), margin: -1n },
      detail: "the month's budget of $500.00 has $20.00 left and this needs $20.000001",
    });
  });

  it('does not count what was spent in another month', () => {
    const around = evidence({ rules, strategy: spent('500', 'month/2026-10') });
    expect(monthlyBudget(around)).toMatchObject({ value: usd('20'), near: false });
  });

  it('is off unless set', () => {
    expect(monthlyBudget(evidence({ strategy: spent('1000000') }))).toStrictEqual({
      ...{ code: 'monthly_budget_exceeded', unit: 'usd', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail: 'no limit set' },
    });
  });
});
