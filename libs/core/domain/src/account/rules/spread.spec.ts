import { describe, expect, it } from '@jest/globals';
import { ratio } from '../../money.js';
import { examples } from '../../testing/index.js';
import { INFINITE } from '../words.js';
import { spread } from './spread.js';

const { evidence, level, quote } = examples;
const book = (bid: string, ask: string) => quote({ bids: [level(bid)], asks: [level(ask)] });

describe('the spread', () => {
  it('is measured against the midpoint', () => {
    const rules = { maxSpreadPct: ratio('0.5') };
    expect(spread(evidence({ rules, quote: book('0.45', '0.55') }))).toStrictEqual({
      ...{ code: 'spread_exceeded', unit: 'ratio', value: ratio('0.2'), limit: ratio('0.5') },
      ...{ margin: ratio('0.3'), passed: true, near: false, detail: 'spread' },
    });
  });

  it('may be as wide as its limit, and no wider', () => {
    const at = { quote: book('0.45', '0.55') };
    expect(spread(evidence({ ...at, rules: { maxSpreadPct: ratio('0.2') } }))).toMatchObject({
      ...{ margin: 0n, passed: true, near: true },
    });
    expect(spread(evidence({ ...at, rules: { maxSpreadPct: ratio('0.199999') } }))).toMatchObject({
      ...{ code: 'spread_exceeded', margin: -1n, passed: false },
      detail: 'the spread is 20 % of the midpoint, and 19.9999 % is allowed',
    });
  });

  it('is rounded up, so that the limit is not stretched', () => {
    const rules = { maxSpreadPct: ratio('0.020202') };
    const check = spread(evidence({ rules, quote: book('0.49', '0.50') }));
    expect(check).toMatchObject({ value: ratio('0.020203'), passed: false });
  });

  it('is none where bid and ask meet', () => {
    const rules = { maxSpreadPct: ratio('0.01') };
    const check = spread(evidence({ rules, quote: book('0.50', '0.50') }));
    expect(check).toMatchObject({ value: 0n, passed: true });
  });

  it.each([
    ['no bid', quote({ bids: [] })],
    ['no ask', quote({ asks: [] })],
    ['no book', undefined],
  ])('is wider than any limit with %s', (_, oneSided) => {
    const rules = { maxSpreadPct: ratio('999') };
    expect(spread(evidence({ rules, quote: oneSided }))).toMatchObject({
      ...{ value: INFINITE, passed: false, near: true },
      detail: 'the book has only one side or none, so its spread has no end',
    });
  });

  it('is off unless set, even without a book', () => {
    expect(spread(evidence({ rules: {}, quote: undefined }))).toStrictEqual({
      ...{ code: 'spread_exceeded', unit: 'ratio', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail: 'no limit set' },
    });
  });
});
