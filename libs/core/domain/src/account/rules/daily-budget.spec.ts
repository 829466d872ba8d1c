import { describe, expect, it } from '@jest/globals';
import { ratio, usd, type MicroUsd } from '../../money.js';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { dailyBudget } from './daily-budget.js';

const { evidence, proposal, strategy } = examples;
const today = 'day/2026-11-22';
const spent = (amount: string, day = today) =>
  strategy({ spentUsd: emptyMap<MicroUsd>().with(day, usd(amount)) });
const order = (amount: string) => proposal({ reservedUsd: usd(amount), dayKey: today });

describe('the daily budget', () => {
  const rules = { dailyBudgetUsd: usd('100') };

  it('may be spent to the last millionth', () => {
    const check = dailyBudget(evidence({ rules, strategy: spent('60'), proposal: order('40') }));
    expect(check).toStrictEqual({
      ...{ code: 'daily_budget_exceeded', unit: 'usd', passed: true, near: true },
      ...{ value: usd('100'), limit: usd('100'), margin: 0n },
      detail: 'spent in the day with this order',
    });
  });

  it('refuses a millionth more, and says what is left of it', () => {
    const check = dailyBudget(
      evidence({ rules, strategy: spent('60'), proposal: order('40.000001') }),
    );
    expect(check).toMatchObject({
      ...{ code: 'daily_budget_exceeded', margin: -1n, passed: false },
      detail: "the day's budget of $100.00 has $40.00 left and this needs $40.000001",
    });
  });

  it('does not count what was spent on another day', () => {
    const yesterday = spent('100', 'day/2026-11-21');
    const check = dailyBudget(evidence({ rules, strategy: yesterday, proposal: order('100') }));
    expect(check).toMatchObject({ value: usd('100'), passed: true });
  });

  it('counts fees, because it counts what is reserved', () => {
    const withFee = proposal({ sizeUsd: usd('100'), reservedUsd: usd('101') });
    expect(dailyBudget(evidence({ rules, proposal: withFee })).passed).toBe(false);
  });

  it('is 10 % of the equity unless set', () => {
    expect(dailyBudget(evidence({ rules: {} })).limit).toBe(usd('1000'));
  });

  it('is the set part of the equity, losses taken off, rounded down', () => {
    const check = dailyBudget(
      evidence({
        rules: { dailyBudgetPct: ratio('0.20') },
        strategy: strategy({
          ...{ capitalUsd: usd('1000'), realizedUsd: usd('-100') },
          unrealizedUsd: -1n,
        }),
      }),
    );
    expect(check.limit).toBe(usd('179.999999'));
  });

  it('takes dollars before a part of the equity when both are set', () => {
    const both = { dailyBudgetUsd: usd('100'), dailyBudgetPct: ratio('0.20') };
    expect(dailyBudget(evidence({ rules: both })).limit).toBe(usd('100'));
  });

  it('is near from 80 % on', () => {
    expect(dailyBudget(evidence({ rules, proposal: order('79.999999') })).near).toBe(false);
    expect(dailyBudget(evidence({ rules, proposal: order('80') })).near).toBe(true);
  });
});
