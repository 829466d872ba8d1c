import { describe, expect, it } from '@jest/globals';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { positionsPerMarket } from './positions-per-market.js';

const { evidence, proposal, strategy } = examples;
const holding = (count: number, conditionId = 'condition-1') =>
  strategy({ heldInMarket: emptyMap<number>().with(conditionId, count) });

describe('positions per market', () => {
  const rules = { maxPositionsPerMarket: 2 };

  it('allow another while there are fewer than the limit', () => {
    expect(positionsPerMarket(evidence({ rules, strategy: holding(1) }))).toStrictEqual({
      ...{ code: 'market_already_held', unit: 'count', value: 1n, limit: 2n, margin: 1n },
      ...{ passed: true, near: false, detail: 'positions and orders in this market' },
    });
  });

  it('refuse another once there are as many', () => {
    expect(positionsPerMarket(evidence({ rules, strategy: holding(2) }))).toStrictEqual({
      ...{ code: 'market_already_held', unit: 'count', value: 2n, limit: 2n, margin: 0n },
      ...{ passed: false, near: true },
      detail: '2 positions and orders in this market already, and 2 may be',
    });
  });

  it('are one unless set', () => {
    expect(positionsPerMarket(evidence())).toMatchObject({ value: 0n, limit: 1n, passed: true });
    expect(positionsPerMarket(evidence({ strategy: holding(1) }))).toMatchObject({
      ...{ passed: false },
      detail: '1 position or order in this market already, and 1 may be',
    });
  });

  it('do not count what is held in another market', () => {
    const elsewhere = evidence({
      strategy: holding(1, 'condition-2'),
      proposal: proposal({ conditionId: 'condition-1' }),
    });
    expect(positionsPerMarket(elsewhere)).toMatchObject({ value: 0n, passed: true });
  });
});
