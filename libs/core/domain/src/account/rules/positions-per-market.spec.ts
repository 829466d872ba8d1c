import { describe, expect, it } from '@jest/globals';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { positionsPerMarket } from './positions-per-market.js';

const { evidence, proposal, strategy } = examples;
const holding = (count: number, conditionId = 'condition-1') =>
  strategy({ heldInMarket: emptyMap<number>().with(conditionId, count) });

describe('positions per market', () => {
  const rules = { maxPositionsPerMarket: 2 };

  it('allow as many as the limit', () => {
    const check = positionsPerMarket(evidence({ rules, strategy: holding(1) }));
    expect(check).toMatchObject({ value: 2n, limit: 2n, passed: true });
  });

  it('refuse one more', () => {
    const check = positionsPerMarket(evidence({ rules, strategy: holding(2) }));
    expect(check).toMatchObject({ code: 'market_already_held', passed: false });
  });

  it('are one unless set', () => {
    expect(positionsPerMarket(evidence()).passed).toBe(true);
    expect(positionsPerMarket(evidence({ strategy: holding(1) })).passed).toBe(false);
  });

  it('do not count what is held in another market', () => {
    const elsewhere = evidence({
      strategy: holding(1, 'condition-2'),
      proposal: proposal({ conditionId: 'condition-1' }),
    });
    expect(positionsPerMarket(elsewhere).passed).toBe(true);
  });
});
