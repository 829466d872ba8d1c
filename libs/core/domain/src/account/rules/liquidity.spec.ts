import { describe, expect, it } from '@jest/globals';
import { price, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { liquidity } from './liquidity.js';

const { evidence, level, marketView, quote } = examples;
/** 50 dollars at the best price, 55 five ticks above it, 56 a tick further. */
const asks = [level('0.50', '100'), level('0.55', '100'), level('0.56', '100')];
const offered = quote({ asks });

describe('the liquidity', () => {
  it('is what is on offer up to five ticks from the best price, and may be its limit', () => {
    const rules = { minLiquidityUsd: usd('105') };
    expect(liquidity(evidence({ rules, quote: offered }))).toStrictEqual({
      ...{ code: 'liquidity_too_low', unit: 'usd', value: usd('105'), limit: usd('105') },
      ...{ margin: 0n, passed: true, near: true },
      detail: 'on offer within 5 ticks of the best price',
    });
  });

  it('refuses a millionth less', () => {
    const rules = { minLiquidityUsd: usd('105.000001') };
    expect(liquidity(evidence({ rules, quote: offered }))).toMatchObject({
      ...{ code: 'liquidity_too_low', margin: -1n, passed: false },
      detail: 'only $105.00 are on offer within 5 ticks of the best price, and $105.000001 must be',
    });
  });

  it('is near while its limit is at least 80 % of it', () => {
    const near = (limit: string) =>
      liquidity(evidence({ rules: { minLiquidityUsd: usd(limit) }, quote: offered })).near;
    expect(near('84')).toBe(true);
    expect(near('83.999999')).toBe(false);
  });

  it('goes by the market’s own ticks', () => {
    const rules = { minLiquidityUsd: usd('1') };
    const fine = marketView({ tickSize: price('0.001') });
    expect(liquidity(evidence({ rules, quote: offered, market: fine })).value).toBe(usd('50'));
    const coarse = marketView({ tickSize: price('0.1') });
    expect(liquidity(evidence({ rules, quote: offered, market: coarse })).value).toBe(usd('161'));
  });

  it('is rounded down', () => {
    const rules = { minLiquidityUsd: usd('1') };
    const dust = quote({ asks: [level('0.333', '0.0001')] });
    expect(liquidity(evidence({ rules, quote: dust })).value).toBe(33n);
  });

  it.each([
    ['without a book', undefined],
    ['where nobody sells', quote({ asks: [], bids: [level('0.49')] })],
  ])('is none %s', (_, empty) => {
    const rules = { minLiquidityUsd: usd('0.000001') };
    expect(liquidity(evidence({ rules, quote: empty }))).toMatchObject({
      ...{ value: 0n, margin: -1n, passed: false },
    });
  });

  it('is off unless set, even without a book', () => {
    expect(liquidity(evidence({ quote: undefined }))).toStrictEqual({
      ...{ code: 'liquidity_too_low', unit: 'usd', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail: 'no limit set' },
    });
  });
});
