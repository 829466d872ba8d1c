import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { positionSize } from './position-size.js';

const { evidence, proposal, strategy } = examples;
const order = (amount: string) => proposal({ sizeUsd: usd(amount) });

describe('the position size', () => {
  const rules = { maxPositionSizeUsd: usd('50') };

  it('may be as large as its limit', () => {
    const check = positionSize(evidence({ rules, proposal: order('50') }));
    expect(check).toMatchObject({ value: usd('50'), limit: usd('50'), passed: true });
  });

  it('refuses a millionth more', () => {
    const check = positionSize(evidence({ rules, proposal: order('50.000001') }));
    expect(check).toMatchObject({ code: 'position_too_large', passed: false });
  });

  it('does not count the fee', () => {
    const withFee = proposal({ sizeUsd: usd('50'), reservedUsd: usd('51') });
    expect(positionSize(evidence({ rules, proposal: withFee })).passed).toBe(true);
  });

  it('is 2 % of the equity unless set', () => {
    expect(positionSize(evidence({ rules: {} })).limit).toBe(usd('200'));
  });

  it('is the set part of the equity', () => {
    const part = { maxPositionSizePct: ratio('0.05') };
    expect(positionSize(evidence({ rules: part })).limit).toBe(usd('500'));
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
