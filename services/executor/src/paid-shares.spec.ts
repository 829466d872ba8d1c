import { describe, expect, it } from '@jest/globals';
import { money, order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { afterPaid, paidShares } from './paid-shares.js';

const { accountId, noToken, yesToken } = examples;
const row = (strategy_id: string, held: bigint, more: object = {}) => ({
  ...{ account_id: accountId, strategy_id, token_id: yesToken, held },
  ...more,
});
type Row = ReturnType<typeof row>;
const how = {
  heldOf: ({ held }: Row) => held,
  after: (one: Row, shares: bigint): Row => ({ ...one, held: one.held - shares }),
};

describe('what payouts take out of positions', () => {
  it('is all of what a redemption paid for or a loss was proven of', () => {
    for (const fact of [examples.redemptionConfirmed(), examples.lossConfirmed()]) {
      expect(paidShares(fact)).toMatchObject([{ shares: undefined }]);
    }
  });

  it('is the part that somebody else took, and its dust', () => {
    expect(paidShares(examples.redemptionFoundElsewhere())).toStrictEqual([
      { accountId, tokenId: yesToken, shares: money.shares('40'), dust: order.DUST_SHARES },
    ]);
  });

  it('is a share of each outcome for each set that was merged, and nothing for an approval', () => {
    expect(paidShares(examples.walletActionConfirmed())).toMatchObject([
      { tokenId: yesToken, shares: money.shares('10'), dust: 0n },
      { tokenId: noToken, shares: money.shares('10'), dust: 0n },
    ]);
    const work = examples.approving;
    expect(paidShares(examples.walletActionConfirmed({ work }))).toStrictEqual([]);
  });

  it('leaves every holder of the outcome alike, and nobody else', () => {
    const rows = [
      row('b', 30n),
      row('a', 10n),
      row('c', 5n, { token_id: noToken }),
      row('d', 5n, { account_id: 'another' }),
    ];
    const paid = { accountId, tokenId: yesToken, dust: 0n };
    expect(afterPaid({ ...paid, shares: 20n }, rows, how)).toMatchObject([
      { strategy_id: 'a', held: 5n },
      { strategy_id: 'b', held: 15n },
    ]);
    expect(afterPaid({ ...paid, shares: undefined }, rows, how)).toMatchObject([
      { held: 0n },
      { held: 0n },
    ]);
  });
});
