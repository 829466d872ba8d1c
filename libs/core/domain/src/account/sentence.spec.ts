import { describe, expect, it } from '@jest/globals';
import { noUsd, ratio, usd, type MicroUsd } from '../money.js';
import { emptyMap } from '../persistent-map.js';
import { examples } from '../testing/index.js';
import { dailyBudget } from './rules/daily-budget.js';
import { approvalSentence, refusalSentence } from './sentence.js';
import type { Check, Sizing } from './vocabulary.js';

const { evidence, exitApproved, signalApproved, strategy } = examples;

describe('the sentence of a refusal', () => {
  it('says what is wrong, with dollars and cents', () => {
    const spentUsd = emptyMap<MicroUsd>().with('day/2026-11-22', usd('87.60'));
    const check = dailyBudget(
      evidence({ rules: { dailyBudgetUsd: usd('100') }, strategy: strategy({ spentUsd }) }),
    );
    expect(refusalSentence(check)).toBe(
      "Refused: the day's budget of $100.00 has $12.40 left and this needs $20.00.",
    );
  });
});

describe('the sentence of an approval', () => {
  const { data: approval } = signalApproved();
  const decided = (decision: { sizing?: Partial<Sizing>; checks?: readonly Check[] }) => {
    const sized = {
      askedUsd: usd('40'),
      sizedUsd: usd('20'),
      by: 'signal',
      clipped: false,
    } as const;
    const { sizing, checks = [] } = decision;
    return approvalSentence({
      ...approval,
      decision: {
        ...{ ...approval.decision, checks },
        ...(sizing === undefined ? {} : { sizing: { ...sized, ...sizing } }),
      },
    });
  };
  const plain = 'Approved: buy for $20.00 at $0.50 or better';

  it('says what may be bought, or sold', () => {
    expect(approvalSentence(approval)).toBe(`${plain}.`);
    const { data: exit } = exitApproved({ sizeUsd: usd('19.999999') });
    expect(approvalSentence(exit)).toBe('Approved: sell for $19.999999 at $0.50 or better.');
  });

  it.each<[string, Partial<Sizing>, string]>([
    ['that nothing was sized', {}, '.'],
    ['a fixed size', { by: 'fixed_usd' }, ' (asked for $40.00; sized by fixed_usd).'],
    ['a part of the equity', { by: 'equity_pct' }, ' (asked for $40.00; sized by equity_pct).'],
    ['a copy ratio', { by: 'proportional' }, ' (asked for $40.00; sized by proportional).'],
    [
      'what volatility left',
      { volatility: { multiplier: ratio('0.75'), points: 168, rho: ratio('1.5') } },
      ' (asked for $40.00; volatility takes it times 75 %).',
    ],
    [
      'that too little is known of the volatility',
      { volatility: { multiplier: ratio('0.5'), points: 23, rho: undefined } },
      ' (asked for $40.00; only 23 hourly points of volatility, taken times 50 %).',
    ],
    [
      'that it was cut',
      { clipped: true, sizedUsd: usd('35') },
      ' (asked for $40.00; cut from $35.00 to the largest position allowed).',
    ],
    [
      'all of it',
      {
        ...{ by: 'proportional', clipped: true, sizedUsd: usd('60'), askedUsd: usd('80') },
        volatility: { multiplier: ratio('0.5'), points: 168, rho: ratio('2') },
      },
      ' (asked for $80.00; sized by proportional; volatility takes it times 50 %; ' +
        'cut from $60.00 to the largest position allowed).',
    ],
  ])('says %s', (_, sizing, words) => {
    expect(decided({ sizing })).toBe(`${plain}${words}`);
  });

  it('warns of each limit that is near', () => {
    const check = (code: Check['code'], near: boolean): Check => ({
      ...{ code, unit: 'usd', value: noUsd, limit: noUsd, passed: true, near, detail: '' },
    });
    const checks = [
      check('daily_budget_exceeded', true),
      check('position_too_large', false),
      check('exposure_exceeded', true),
    ];
    expect(decided({ checks })).toBe(
      `${plain}. Near its limit: daily_budget_exceeded, exposure_exceeded.`,
    );
    expect(decided({ checks: checks.slice(1, 2) })).toBe(`${plain}.`);
  });
});
