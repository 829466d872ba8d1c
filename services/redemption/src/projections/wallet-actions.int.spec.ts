/** Wallet actions on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { walletAction } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { actionsOf, walletActions } from './wallet-actions.js';

const { accountId, actionKey, approving, walletActionConfirmed, walletActionFailed } = examples;
const { walletActionRequested, walletActionSigned } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(walletActions));
afterAll(() => tables.drop());

const take = (...facts: readonly walletAction.Event[]) =>
  tables.take(walletActions, recorded(...facts));
const rows = () => actionsOf(tables.database, { accountId, limit: 10 });
const approval = { ...actionKey, actionId: 'action-2' };

describe('wallet actions', () => {
  it('follows a merge until the chain proves it', async () => {
    await take(walletActionRequested(), walletActionSigned());
    expect(await rows()).toMatchObject([
      { kind: 'merge', shares: '10.000000', status: 'signed', transaction_hash: '0xattempt-1' },
    ]);

    await take(walletActionConfirmed());
    expect(await rows()).toMatchObject([
      {
        status: 'confirmed',
        payout_usd: '10.000000',
        block_number: '80000100',
        burned: [
          { tokenId: 'token-yes', shares: '10' },
          { tokenId: 'token-no', shares: '10' },
        ],
      },
    ]);
  });

  it('says why an approval was given up', async () => {
    await take(walletActionRequested({ ...approval, work: approving }));
    await take(walletActionFailed({ ...approval, reason: 'not_allowed', final: true }));
    expect(await rows()).toMatchObject([
      {
        ...{ kind: 'approve', approvals: approving.approvals, condition_id: null },
        ...{ status: 'abandoned', reason: 'not_allowed', asked_by: 'anna' },
      },
    ]);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      walletActionRequested(),
      walletActionRequested({ ...approval, work: approving }),
      walletActionSigned(),
      walletActionFailed(),
      walletActionSigned(2),
      walletActionConfirmed(),
    );
    const whole = await tables.rebuild(walletActions, facts, 100);

    await tables.empty(walletActions);
    await tables.take(walletActions, facts.slice(0, 2));
    await tables.lose(walletActions, facts.slice(2));
    await tables.take(walletActions, facts.slice(2));
    expect(await tables.hash(walletActions)).toEqual(whole);
    expect(await tables.rebuild(walletActions, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(walletActions, facts, 4)).toEqual(whole);
  });
});
