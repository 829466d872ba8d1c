import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import type { ChainMarket } from '@sluice/ports';
import { POLYGON_CONTRACTS } from './contracts.js';
import { callsFor, isSecondProtocol } from './wallet-calls.js';

const bytes31 = `0x01${'ab'.repeat(22)}${'00'.repeat(8)}`;
const hash = `0x${'cd'.repeat(32)}`;
const market = (conditionId: string): ChainMarket => ({
  ...{ conditionId, negRisk: false },
  tokenIds: ['1', '2'],
});

describe('routing by protocol', () => {
  it.each([
    [bytes31, true],
    [`${bytes31}00`, true],
    [hash, false],
  ])('%s is of the second one: %p', (conditionId, expected) => {
    expect(isSecondProtocol({ conditionId })).toBe(expected);
  });

  it('calls the Router for either spelling of a condition, and the adapter for a hash', () => {
    const targets = [bytes31, `${bytes31}00`, hash].map((conditionId) =>
      callsFor(
        { kind: 'merge', market: market(conditionId), shares: money.shares('5') },
        { contracts: POLYGON_CONTRACTS, path: 'adapter' },
      ).map(({ to }) => to),
    );
    const { router, collateralAdapter } = POLYGON_CONTRACTS;
    expect(targets).toStrictEqual([[router], [router], [collateralAdapter]]);
  });
});
