import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { largestPosition, positionSize } from './position-size.js';

const { evidence, proposal, strategy } = examples;
const order = (amount: string) => proposal({ sizeUsd: usd(amount) });

describe('the position size', () => {
  const rules = { maxPositionSizeUsd: usd('50') };

  it('may be as large as its limit', () => {
    expect(positionSize(evidence({ rules, proposal: order('50') }))).toStrictEqual({
      ...{ code: 'position_too_large', unit: 'usd', value: usd('50'), limit: usd('50') },
      ...{ margin: 0n, passed: true, near: true, detail: 'size of this order' },
    });
  });

  it('refuses a millionth more', () => {
    expect(positionSize(evidence({ rules, proposal: order('50.000001') }))).toMatchObject({
      ...{ code: 'position_too_large', margin: -1n, passed: false },
      detail: 'a position of $50.000001 is larger than the $50.00 allowed',
    });
  });

  it('is near from 80 % on', () => {
    expect(positionSize(evidence({ rules, proposal: order('39.999999') })).near).toBe(false);
    expect(positionSize(evidence({ rules, proposal: order('40') })).near).toBe(true);
  });

  it('does not count the fee', () => {
    const withFee = proposal({ sizeUsd: usd('50'), reservedUsd: usd('51') });
    expect(positionSize(evidence({ rules, proposal: withFee })).passed).toBe(true);
  });

  it('is 2 % of the equity unless set', () => {
    expect(positionSize(evidence({ rules: {} })).limit).toBe(usd('200'));
  });

  it('is the set part of the equity, rounded down', () => {
    const part = { maxPositionSizePct: ratio('0.05') };
    expect(positionSize(evidence({ rules: part })).limit).toBe(usd('500'));
    const poorer = strategy({ unrealizedUsd: -1n });
    expect(largestPosition(part, poorer)).toBe(usd('499.999999'));
  });

  it('takes dollars before a part of the equity when both are set', () => {
    const both = { maxPositionSizeUsd: usd('50'), maxPositionSizePct: ratio('0.05') };
    expect(positionSize(evidence({ rules: both })).limit).toBe(usd('50'));
  });

  it('lets nothing through once more is lost than was allocated', () => {
    const ruined = strategy({ capitalUsd: usd('100'), realizedUsd: usd('-150') });
    const check = positionSize(evidence({ strategy: ruined, proposal: order('0.01') }));
    expect(check).toMatchObject({ limit: 0n, passed: false });
  });
});
