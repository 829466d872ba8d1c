/** Receipts on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { redemption } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { receiptsOf, redemptionReceipts } from './redemption-receipts.js';

const { proof, redemptionConfirmed, redemptionFailed, redemptionRequested } = examples;
const { redemptionSigned, redemptionSubmitted } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(redemptionReceipts));
afterAll(() => tables.drop());

const take = (...facts: readonly redemption.Event[]) =>
  tables.take(redemptionReceipts, recorded(...facts));
const { redemptionId } = redemptionRequested().data;
const receipts = () => receiptsOf(tables.database, redemptionId);
const paidBySecond = redemptionConfirmed({ proof: proof({ transactionHash: '0xattempt-2' }) });

describe('redemption receipts', () => {
  it('keeps the plan, and each attempt with its transaction', async () => {
    await take(redemptionRequested(), redemptionSigned(), redemptionSubmitted());

    expect(await receipts()).toMatchObject([
      { attempt: 0, status: 'planned', expected_payout_usd: '40.000000', transaction_hash: null },
      { attempt: 1, status: 'submitted', transaction_hash: '0xattempt-1', nonce: '7' },
    ]);
  });

  it('keeps a failed attempt beside the one that paid', async () => {
    const failed = redemptionFailed({ reason: 'reverted', detail: '0xattempt-1' });
    await take(redemptionRequested(), redemptionSigned(), failed);
    await take(redemptionSigned(2), redemptionSubmitted(2), paidBySecond);

    expect(await receipts()).toMatchObject([
      { attempt: 0, payout_usd: null },
      { attempt: 1, status: 'failed', reason: 'reverted', final: false },
      { attempt: 2, status: 'confirmed', payout_usd: '40.000000', block_number: '80000100' },
    ]);
  });

  it('keeps the proof, and every hash that may be the one', async () => {
    const proven = redemptionConfirmed({ proof: proof({ transactionHash: '0xdearer-1' }) });
    await take(redemptionRequested(), redemptionSigned(), examples.redemptionReplaced());
    await take(redemptionSubmitted(), examples.redemptionMined({ transactionHash: '0xdearer-1' }));
    expect((await receipts())[1]).toMatchObject({ status: 'mined', block_number: '80000100' });
    await take(examples.redemptionUndone({ transactionHash: '0xdearer-1' }));
    expect((await receipts())[1]).toMatchObject({ status: 'submitted', block_number: null });
    await take(examples.redemptionDelayed(), proven);

    expect((await receipts())[1]).toMatchObject({
      ...{ status: 'confirmed', transaction_hash: '0xdearer-1', delayed: null, route: 'direct' },
      hashes: ['0xattempt-1', '0xdearer-1'],
      burned: [{ tokenId: 'token-yes', shares: '40' }],
    });
  });

  it('keeps what others redeemed apart from our attempts', async () => {
    await take(redemptionRequested(), redemptionSigned(), examples.redemptionFoundElsewhere());

    expect(await receipts()).toMatchObject([
      {
        ...{ attempt: -1, status: 'found_elsewhere', redeemed_by: 'auto_redeemer' },
        ...{ sender: '0xsweeper', payout_usd: '40.000000', transaction_hash: '0xswept' },
      },
      { attempt: 0 },
      { attempt: 1, payout_usd: null },
    ]);
  });

  it('keeps an attempt that was never signed', async () => {
    await take(redemptionRequested(), redemptionFailed({ final: true }));

    expect(await receipts()).toMatchObject([
      { attempt: 0 },
      { attempt: 1, status: 'failed', transaction_hash: null, final: true },
    ]);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      redemptionRequested(),
      redemptionSigned(),
      redemptionFailed({ reason: 'dropped' }),
      redemptionSigned(2),
      redemptionSubmitted(2),
      paidBySecond,
    );
    const whole = await tables.rebuild(redemptionReceipts, facts, 100);

    await tables.empty(redemptionReceipts);
    await tables.take(redemptionReceipts, facts.slice(0, 2));
    await tables.lose(redemptionReceipts, facts.slice(2));
    await tables.take(redemptionReceipts, facts.slice(2));
    expect(await tables.hash(redemptionReceipts)).toEqual(whole);
    expect(await tables.rebuild(redemptionReceipts, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(redemptionReceipts, facts, 4)).toEqual(whole);
  });
});
