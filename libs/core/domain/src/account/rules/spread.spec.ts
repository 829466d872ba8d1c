import { describe, expect, it } from '@jest/globals';
import { ratio } from '../../money.js';
import { examples } from '../../testing/index.js';
import { spread } from './spread.js';

const { evidence, level, quote } = examples;
const book = (bid: string, ask: string) => quote({ bids: [level(bid)], asks: [level(ask)] });

describe('the spread', () => {
  it('is measured against the midpoint', () => {
    const rules = { maxSpreadPct: ratio('0.5') };
    const check = spread(evidence({ rules, quote: book('0.45', '0.55') }));
    expect(check).toMatchObject({ value: ratio('0.2'), limit: ratio('0.5'), passed: true });
  });

  it('may be as wide as its limit, and no wider', () => {
    const at = { quote: book('0.45', '0.55') };
    expect(spread(evidence({ ...at, rules: { maxSpreadPct: ratio('0.2') } })).passed).toBe(true);
    expect(spread(evidence({ ...at, rules: { maxSpreadPct: ratio('0.199999') } }))).toMatchObject({
      code: 'spread_exceeded',
      passed: false,
    });
  });

  it('is rounded up, so that the limit is not stretched', () => {
    const rules = { maxSpreadPct: ratio('0.020202') };
    const check = spread(evidence({ rules, quote: book('0.49', '0.50') }));
    expect(check).toMatchObject({ value: ratio('0.020203'), passed: false });
  });

  it.each([
    ['no bid', quote({ bids: [] })],
    ['no ask', quote({ asks: [] })],
    ['no book', undefined],
  ])('is wider than any limit with %s', (_, oneSided) => {
    const rules = { maxSpreadPct: ratio('999') };
    expect(spread(evidence({ rules, quote: oneSided })).passed).toBe(false);
  });

  it('is off unless set, even without a book', () => {
    const check = spread(evidence({ rules: {}, quote: undefined }));
    expect(check).toMatchObject({ limit: undefined, passed: true, near: false });
  });
});
