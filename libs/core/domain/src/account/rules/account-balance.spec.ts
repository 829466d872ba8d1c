import { describe, expect, it } from '@jest/globals';
import { noUsd, usd } from '../../money.js';
import { examples } from '../../testing/index.js';
import type { Collateral } from '../state.js';
import { accountBalance } from './account-balance.js';

const { accountWith, evidence, proposal } = examples;
const order = (amount: string) => proposal({ sizeUsd: noUsd, reservedUsd: usd(amount) });
/** 30 dollars are promised to open orders. */
const wallet = (collateral: Partial<Collateral>) => ({
  ...accountWith(),
  reservedUsd: usd('30'),
  collateral: { observedUsd: usd('100'), paidUsd: noUsd, unsettledUsd: noUsd, ...collateral },
});

describe('the account’s balance', () => {
  it('pays for the orders of all strategies and this one, to the last millionth', () => {
    const around = evidence({ account: wallet({}), proposal: order('70') });
    expect(accountBalance(around)).toStrictEqual({
      ...{ code: 'account_balance', unit: 'usd', value: usd('100'), limit: usd('100') },
      ...{ margin: 0n, passed: true, near: true },
      detail: 'reserved on the account with this order',
    });
  });

  it('does not pay for a millionth more', () => {
    const around = evidence({ account: wallet({}), proposal: order('70.000001') });
    expect(accountBalance(around)).toMatchObject({
      ...{ code: 'account_balance', margin: -1n, passed: false },
      detail:
        'the wallet has $100.00, $30.00 are promised to open orders, and this needs $70.000001',
    });
  });

  it('is smaller by what was paid since it was observed', () => {
    const around = evidence({ account: wallet({ paidUsd: usd('50') }), proposal: order('20') });
    expect(accountBalance(around)).toMatchObject({ limit: usd('50'), margin: 0n, passed: true });
    const broke = evidence({ account: wallet({ paidUsd: usd('101') }), proposal: order('20') });
    expect(accountBalance(broke)).toMatchObject({ limit: 0n, passed: false });
  });

  it('refuses nothing while nobody looked at the wallet', () => {
    const unseen = evidence({ account: wallet({ observedUsd: undefined }) });
    expect(accountBalance(unseen)).toStrictEqual({
      ...{ code: 'account_balance', unit: 'usd', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail: 'the wallet was not looked at yet' },
    });
  });
});
