import { describe, expect, it } from '@jest/globals';
import { price, ratio, shares, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { INFINITE } from '../words.js';
import { estimatedSlippage, realizedSlippage, slippage } from './slippage.js';

const { evidence, level, proposal, quote } = examples;
const offers = (...levels: readonly (readonly [string, string])[]) =>
  levels.map(([at, size]) => level(at, size));
/** 12 shares for 3 dollars, then 4 for the next 2: 5 dollars fill at 0.3125, a quarter above 0.25. */
const steep = offers(['0.25', '12'], ['0.50', '1000']);
const steepBook = quote({ asks: steep });
const five = proposal({ sizeUsd: usd('5') });

describe('the estimated slippage', () => {
  it('may be as high as its limit', () => {
    const rules = { maxSlippagePct: ratio('0.25') };
    expect(slippage(evidence({ rules, quote: steepBook, proposal: five }))).toStrictEqual({
      ...{ code: 'slippage_exceeded', unit: 'ratio', value: ratio('0.25'), limit: ratio('0.25') },
      ...{ margin: 0n, passed: true, near: true, detail: 'estimated slippage' },
    });
  });

  it('refuses a millionth more', () => {
    const rules = { maxSlippagePct: ratio('0.249999') };
    expect(slippage(evidence({ rules, quote: steepBook, proposal: five }))).toMatchObject({
      ...{ code: 'slippage_exceeded', margin: -1n, passed: false },
      detail:
        'the book would fill it 25 % above the best price, up to 0.5, and 24.9999 % is allowed',
    });
  });

  it('is 1 % at most unless set', () => {
    // 20 shares for 10 dollars at 0.50, the other 10 at 0.51: a 101st more.
    const asks = offers(['0.50', '20'], ['0.51', '1000']);
    expect(slippage(evidence({ quote: quote({ asks }) }))).toMatchObject({
      ...{ value: ratio('0.009901'), limit: ratio('0.01'), passed: true, near: true },
    });
    const wider = offers(['0.50', '19'], ['0.51', '1000']);
    expect(slippage(evidence({ quote: quote({ asks: wider }) }))).toMatchObject({
      ...{ value: ratio('0.010402'), passed: false },
    });
  });

  it.each([
    ['a size that the best level fills', '20', offers(['0.50', '40']), 0n],
    [
      'a size that two levels fill to the last share',
      '5',
      offers(['0.25', '12'], ['0.50', '4']),
      ratio('0.25'),
    ],
    [
      'a size that goes through three levels',
      '10',
      offers(['0.25', '8'], ['0.40', '5'], ['0.50', '12']),
      ratio('0.6'),
    ],
    [
      'a millionth beyond the best level, rounded up',
      '20.000001',
      offers(['0.50', '40'], ['0.60', '1']),
      1n,
    ],
    ['a level without shares', '10', offers(['0.25', '0'], ['0.50', '20']), ratio('1')],
    ['no size', '0', offers(['0.50', '40']), 0n],
  ])('of %s is exact', (_, size, asks, value) => {
    expect(estimatedSlippage(asks, usd(size))).toBe(value);
  });

  it.each([
    ['too thin by a millionth', '20.000001', offers(['0.50', '40'])],
    ['empty', '0.000001', []],
  ])('of a book that is %s has no end', (_, size, asks) => {
    expect(estimatedSlippage(asks, usd(size))).toBe(INFINITE);
  });

  it('refuses in a book too thin, however much is allowed', () => {
    const rules = { maxSlippagePct: ratio('9') };
    const thin = quote({ asks: offers(['0.50', '39.99']) });
    expect(slippage(evidence({ rules, quote: thin }))).toMatchObject({
      ...{ value: INFINITE, passed: false, near: true },
      detail: 'the book is too thin to fill $20.00',
    });
  });

  it('refuses without a book', () => {
    expect(slippage(evidence({ quote: undefined }))).toMatchObject({
      ...{ value: INFINITE, passed: false },
      detail: 'no book of this outcome is known, so its slippage is not either',
    });
  });

  it('looks at what is offered, not at what is bid', () => {
    const bids = offers(['0.49', '0.01']);
    expect(slippage(evidence({ quote: quote({ bids }) }))).toMatchObject({ value: 0n });
    expect(slippage(evidence({ quote: quote({ asks: [] }) })).passed).toBe(false);
  });
});

describe('the realized slippage', () => {
  it.each([
    ['at the best price', '20', '40', 0n],
    ['below it', '19', '40', 0n],
    ['a hundredth above it', '20.2', '40', ratio('0.01')],
    ['a millionth of a dollar above it, rounded up', '20.000001', '40', 1n],
    ['of no shares', '20', '0', 0n],
  ])('of a fill %s is exact', (_, paid, size, value) => {
    expect(realizedSlippage(usd(paid), shares(size), price('0.50'))).toBe(value);
  });
});
