import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { drawdown } from './drawdown.js';

const { evidence, strategy } = examples;
/** Equity is what is realized below 10,000 dollars; the peak 10,000 unless said otherwise. */
const lost = (dollars: string, peak = '10000') =>
  strategy({ realizedUsd: usd(`-${dollars}`), peakUsd: usd(peak) });

describe('the drawdown', () => {
  it('may reach its limit, 7 % unless set', () => {
    expect(drawdown(evidence({ strategy: lost('700') }))).toStrictEqual({
      code: 'drawdown_exceeded',
      unit: 'ratio',
      value: ratio('0.07'),
      limit: ratio('0.07'),
      margin: 0n,
      passed: true,
      near: true,
      detail: 'drawdown from the peak',
    });
  });

  it('refuses a millionth of a dollar more, with what was lost in words', () => {
    expect(drawdown(evidence({ strategy: lost('700.000001') }))).toStrictEqual({
      code: 'drawdown_exceeded',
      unit: 'ratio',
      value: ratio('0.070001'),
      limit: ratio('0.07'),
      margin: -1n,
      passed: false,
      near: true,
      detail:
        'equity fell from $10000.00 to $9299.999999, a drawdown of 7.0001 %, and 7 % is allowed',
    });
  });

  it.each([
    ['559.999999', ratio('0.056'), true],
    ['559.99', ratio('0.055999'), false],
  ])('of %s dollars is near from 80 %% of its limit on', (dollars, value, near) => {
    expect(drawdown(evidence({ strategy: lost(dollars) }))).toMatchObject({ value, near });
  });

  it('goes by the strategy’s own limit', () => {
    const rules = { maxDrawdownPct: ratio('0.05') };
    expect(drawdown(evidence({ rules, strategy: lost('500') }))).toMatchObject({
      ...{ limit: ratio('0.05'), passed: true },
    });
    expect(drawdown(evidence({ rules, strategy: lost('500.01') })).passed).toBe(false);
  });

  it('is measured from the peak, with what is not realized yet', () => {
    const fallen = strategy({ unrealizedUsd: usd('-300'), peakUsd: usd('12000') });
    // From 12,000 to 9,700.
    expect(drawdown(evidence({ strategy: fallen }))).toMatchObject({
      ...{ value: ratio('0.191667'), passed: false },
    });
  });

  it('is none above the peak', () => {
    const risen = strategy({ realizedUsd: usd('1') });
    expect(drawdown(evidence({ strategy: risen }))).toMatchObject({
      ...{ value: 0n, margin: ratio('0.07'), near: false },
    });
  });
});
