/** What was made of shares that are gone. */
import { describe, expect, it } from '@jest/globals';
import { closedPosition } from './closed-position.js';
import type { Tally } from './positions.js';

const bought: Tally = {
  conditionId: '0x1',
  tokenId: '7',
  shares: 10_000_000n,
  costMicroUsd: 4_000_000n,
  boughtShares: 10_000_000n,
  boughtMicroUsd: 4_000_000n,
  realizedMicroUsd: 0n,
  feesMicroUsd: 0n,
  tradedAtMs: 1_000,
};
const soldOut = { ...bought, shares: 0n, costMicroUsd: 0n, realizedMicroUsd: 1_000_000n };

describe('a closed position', () => {
  it('is none while shares are held', () => {
    expect(closedPosition(bought, 1n, undefined)).toBeUndefined();
  });

  it('made what its sales brought beyond their cost', () => {
    expect(closedPosition(soldOut, 0n, undefined)).toEqual({
      averagePrice: 400_000n,
      realizedMicroUsd: 1_000_000n,
      closedAtMs: 1_000,
    });
  });

  it('made what its market paid, when its shares were redeemed', () => {
    const won = closedPosition(bought, 0n, { paidPerShare: 1_000_000n, atMs: 2_000 });
    expect(won).toMatchObject({ realizedMicroUsd: 6_000_000n, closedAtMs: 2_000 });
    const lost = closedPosition(bought, 0n, { paidPerShare: 0n, atMs: 2_000 });
    expect(lost).toMatchObject({ realizedMicroUsd: -4_000_000n });
  });
});
