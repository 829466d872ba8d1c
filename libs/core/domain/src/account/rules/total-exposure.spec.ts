import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import { totalExposure } from './total-exposure.js';

const { evidence, proposal, strategy } = examples;
const exposed = strategy({ openCostUsd: usd('50'), reservedUsd: usd('30') });
const order = (amount: string) => proposal({ reservedUsd: usd(amount) });

describe('the total exposure', () => {
  const rules = { maxTotalExposureUsd: usd('100') };

  it('counts open positions, open orders and this order, up to its limit', () => {
    const around = evidence({ rules, strategy: exposed, proposal: order('20') });
    expect(totalExposure(around)).toStrictEqual({
      ...{ code: 'exposure_exceeded', unit: 'usd', value: usd('100'), limit: usd('100') },
      ...{ margin: 0n, passed: true, near: true, detail: 'exposure with this order' },
    });
  });

  it('refuses a millionth more', () => {
    const around = evidence({ rules, strategy: exposed, proposal: order('20.000001') });
    expect(totalExposure(around)).toMatchObject({
      ...{ code: 'exposure_exceeded', margin: -1n, passed: false },
      detail:
        '$80.00 are in positions and orders, this needs $20.000001 more, and $100.00 are allowed',
    });
  });

  it('is half of the equity unless set', () => {
    expect(totalExposure(evidence({ rules: {} })).limit).toBe(usd('5000'));
  });

  it('is the set part of the equity, rounded down', () => {
    const part = { maxTotalExposurePct: ratio('0.25') };
    expect(totalExposure(evidence({ rules: part })).limit).toBe(usd('2500'));
    const poorer = strategy({ unrealizedUsd: -1n });
    expect(totalExposure(evidence({ rules: part, strategy: poorer })).limit).toBe(
      usd('2499.999999'),
    );
  });

  it('takes dollars before a part of the equity when both are set', () => {
    const both = { maxTotalExposureUsd: usd('100'), maxTotalExposurePct: ratio('0.25') };
    expect(totalExposure(evidence({ rules: both })).limit).toBe(usd('100'));
  });
});
