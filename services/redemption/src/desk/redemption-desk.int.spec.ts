/** What people ask of redemption, and what they do to it, on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type market, money, type Fact, type redemption } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { Decisions, marketStream, redemptionStream } from '@sluice/reactions';
import { Metrics, type Call } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createManualClock,
  factsOn,
  recordFacts,
  type InMemoryLedger,
} from '@sluice/testing';
import { showCapital } from '../measure-capital.js';
import { migrations } from '../migrations/index.js';
import { redemptionReceipts } from '../projections/redemption-receipts.js';
import { redemptions } from '../projections/redemptions.js';
import { entry, exit, secondEntry } from '../projections/testing/orders.js';
import { walletActions } from '../projections/wallet-actions.js';
import type { DeskParts, NeededApproval } from './desk-parts.js';
import { RedemptionDesk } from './redemption-desk.js';
import { RedemptionReads } from './redemption-reads.js';

const { accountId, at, conditionId, fillConfirmed, later, loser, lossConfirmed } = examples;
const { marketListed, marketResolved, redemptionConfirmed, redemptionFailed } = examples;
const { noToken, redemptionRequested, redemptionSigned, strategyId, yesToken } = examples;
const call: Call = {
  caller: { name: 'ada', role: 'operator' },
  idempotencyKey: undefined,
  transport: 'http',
};
const why = 'the money is needed';
const shares = money.shares;

describe('the desk of redemption', () => {
  let tables: Tables;
  let ledger: InMemoryLedger;
  let parts: DeskParts;
  let reads: RedemptionReads;
  let desk: RedemptionDesk;
  let held: readonly money.MicroShares[];
  let approvals: readonly NeededApproval[];
  const clock = createManualClock(later(60_000));

  beforeAll(async () => {
    tables = await openTables(migrations);
  });
  afterAll(() => tables.drop());
  beforeEach(async () => {
    await tables.empty(redemptions, redemptionReceipts, walletActions);
    await tables.database.query('truncate pending_effects');
    ledger = createInMemoryLedger({ now: () => clock.now() });
    held = [shares('40'), money.noShares];
    approvals = [
      { token: '0xtokens', operator: '0xadapter', purpose: 'redeem', granted: true },
      { token: '0xtokens', operator: '0xother', purpose: 'neg-risk', granted: false },
    ];
    parts = {
      ...{ accountId, wallet: '0xwallet', ledger, clock, database: tables.database },
      decisions: new Decisions(ledger.as('redemption')),
      holdings: () => Promise.resolve({ shares: held, blockNumber: 80_000_050n }),
      approvals: () => Promise.resolve(approvals),
      batches: true,
    };
    reads = new RedemptionReads(() => parts);
    desk = new RedemptionDesk(() => parts);
  });

  const show = async (...facts: readonly Fact[]): Promise<void> => {
    for (const table of [redemptions, redemptionReceipts, walletActions]) {
      await tables.take(table, recorded(...facts));
    }
  };
  const marketIs = async (...facts: readonly [market.Event, ...market.Event[]]): Promise<void> => {
    await recordFacts<market.Event>(ledger, marketStream(conditionId), ...facts);
    await show(...facts);
  };
  const redemptionIs = async (
    ...facts: readonly [redemption.Event, ...redemption.Event[]]
  ): Promise<void> => {
    const stream = redemptionStream(accountId, conditionId);
    await recordFacts<redemption.Event>(ledger, stream, ...facts);
    // The service itself writes them, so it knows.
    parts.decisions.forget(stream);
    await show(...facts);
  };
  const waits = (id: string, error: string) =>
    tables.database.query(
      `insert into pending_effects (owner, lane, effect, id, payload, attempts, last_error,
         not_before, next_attempt_at)
       values ('all', $1, 'submit_requested_redemption', $1, '{}', 3, $2, now(), '2099-01-01T00:00:00Z')`,
      [id, error],
    );
  const happened = async (type: Fact['type']) =>
    (await factsOn(ledger)).filter((fact) => fact.type === type);

  it('shows what waits with its money, its age, how far it is, and the next try', async () => {
    await marketIs(marketListed(), marketResolved());
    await show(fillConfirmed(entry));
    expect(await reads.pending()).toMatchObject({
      redemptions: [
        {
          ...{ conditionId, state: 'unplanned', payoutUsd: '40', ageMs: 60_000, attempts: 0 },
          ...{ resolvedAt: at, strategies: [strategyId], nextTryAt: undefined },
        },
      ],
    });

    await redemptionIs(redemptionRequested(), redemptionSigned(), redemptionFailed());
    await waits(`${accountId}-${conditionId}`, 'simulation_failed');
    expect(await reads.pending()).toMatchObject({
      redemptions: [
        {
          ...{ state: 'planned', attempts: 1, needsPerson: false },
          ...{ nextTryAt: '2099-01-01T00:00:00.000Z', lastError: 'simulation_failed' },
        },
      ],
    });

    await redemptionIs(redemptionSigned(2));
    await show(redemptionConfirmed());
    expect(await reads.pending()).toStrictEqual({ redemptions: [] });
  });

  it('counts capital by strategy, without what was sold, lost or paid, and measures it', async () => {
    const other = 'another';
    await marketIs(
      marketListed(),
      marketResolved({ payoutNumerators: [1n, 1n], payoutDenominator: 2n }),
    );
    await show(
      fillConfirmed(entry),
      fillConfirmed({ ...exit, shares: shares('10') }),
      fillConfirmed({ ...secondEntry, strategyId: other, tokenId: noToken, shares: shares('3') }),
    );
    expect(await reads.capital()).toStrictEqual({
      ...{ accountId, unredeemedUsd: '16.5', oldestAgeMs: 60_000, conditions: 1 },
      strategies: [
        { strategyId: other, unredeemedUsd: '1.5', oldestAgeMs: 60_000, conditions: 1 },
        { strategyId, unredeemedUsd: '15', oldestAgeMs: 60_000, conditions: 1 },
      ],
    });
    const metrics = new Metrics('redemption');
    await showCapital(parts, metrics);
    const ofOther = { account: accountId, strategy: other };
    const ofOurs = { account: accountId, strategy: strategyId };
    expect((await metrics.unredeemedUsd.get()).values).toStrictEqual([
      { value: 1.5, labels: ofOther },
      { value: 15, labels: ofOurs },
    ]);
    expect((await metrics.unredeemedAgeSeconds.get()).values).toStrictEqual([
      { value: 60, labels: ofOther },
      { value: 60, labels: ofOurs },
    ]);

    await show(
      redemptionRequested({
        holdings: [{ tokenId: yesToken, shares: shares('30'), payoutUsd: money.usd('15') }],
      }),
      redemptionConfirmed(),
    );
    await showCapital(parts, metrics);
    expect((await metrics.unredeemedUsd.get()).values).toStrictEqual([
      { value: 1.5, labels: ofOther },
    ]);
    expect(await reads.capital()).toMatchObject({
      unredeemedUsd: '1.5',
      strategies: [{ strategyId: other }],
    });
  });

  it('does not count as capital what the chain pays nothing for', async () => {
    await marketIs(marketListed(), marketResolved({ payoutNumerators: [0n, 1n] }));
    await show(fillConfirmed(entry));
    expect(await reads.capital()).toMatchObject({ unredeemedUsd: '0', conditions: 0 });
    expect(await reads.pending()).toMatchObject({ redemptions: [{ payoutUsd: '0' }] });
    await show(lossConfirmed({ holdings: [loser({ tokenId: yesToken, shares: shares('40') })] }));
    expect(await reads.pending()).toStrictEqual({ redemptions: [] });
  });

  it('shows one redemption with its receipts, their proof and every fact', async () => {
    await marketIs(marketListed(), marketResolved());
    await show(fillConfirmed(entry));
    await redemptionIs(redemptionRequested(), redemptionSigned(), redemptionConfirmed());
    expect(await reads.redemption(conditionId)).toMatchObject({
      ...{ state: 'redeemed', conditionId, expectedPayoutUsd: '40' },
      receipts: [
        { kind: 'plan', status: 'planned', expectedPayoutUsd: '40' },
        {
          ...{ kind: 'attempt', attempt: 1, status: 'confirmed', payoutUsd: '40' },
          ...{ transactionHash: '0xattempt-1', blockNumber: '80000100' },
          burned: [{ tokenId: yesToken, shares: '40' }],
        },
      ],
      orders: [{ orderId: entry.orderId, status: 'REDEEMED', payoutUsd: '40' }],
      facts: [
        { type: 'RedemptionRequested', stored: { expectedPayoutMicroUsd: '40000000' } },
        { type: 'RedemptionSigned' },
        { type: 'RedemptionConfirmed' },
      ],
    });
    await expect(reads.redemption('0xnobody')).rejects.toMatchObject({ status: 404 });
    await expect(reads.redemption('no such/id')).rejects.toMatchObject({ status: 400 });
  });

  it('shows what each order was paid, newest first, page by page, by what is asked for', async () => {
    await marketIs(marketListed(), marketResolved());
    await show(
      fillConfirmed(entry),
      fillConfirmed({ ...secondEntry, tokenId: noToken, shares: shares('10') }),
      lossConfirmed({ at: later(2_000) }),
      redemptionRequested({ at: later(1_000) }),
    );
    const first = await reads.redemptions({ limit: 1 });
    expect(first.redemptions).toMatchObject([
      { type: 'LOSER', status: 'REDEEMED', payoutUsd: '0' },
    ]);
    const second = await reads.redemptions({ limit: 1, before: first.before });
    expect(second).toMatchObject({ redemptions: [{ type: 'WINNER' }], before: undefined });
    const asked = async (query: object) => (await reads.redemptions(query)).redemptions.length;
    expect(await asked({ status: 'PENDING' })).toBe(1);
    expect(await asked({ type: 'LOSER' })).toBe(1);
    expect(await asked({ strategyId: 'nobody' })).toBe(0);
    await expect(reads.redemptions({ status: 'LOST' })).rejects.toMatchObject({ status: 400 });
  });

  it('plans a redemption when somebody wants it now, with who and why, once', async () => {
    await marketIs(marketListed());
    await expect(desk.redeem(conditionId, { why }, call)).rejects.toMatchObject({ status: 409 });
    await marketIs(marketResolved());
    expect(await desk.redeem(conditionId, { why }, call)).toStrictEqual({
      ...{ conditionId, changed: true, state: 'planned', expectedPayoutUsd: '40' },
    });
    expect(await happened('RedemptionRequested')).toMatchObject([
      { data: { by: 'ada', why, expectedPayoutUsd: money.usd('40'), blockNumber: 80_000_050n } },
    ]);
    expect(await desk.redeem(conditionId, { why }, call)).toMatchObject({ changed: false });
    await expect(desk.redeem('0xnobody', { why }, call)).rejects.toMatchObject({ status: 404 });
    await expect(desk.redeem(conditionId, {}, call)).rejects.toMatchObject({ status: 400 });
  });

  it('tries at once what waits, and plans anew what was given up', async () => {
    await marketIs(marketListed(), marketResolved());
    await redemptionIs(redemptionRequested());
    await waits(`${accountId}-${conditionId}`, 'the node is away');
    await waits('another', 'not this one');
    expect(await desk.retry(conditionId, { why }, call)).toMatchObject({
      ...{ changed: true, state: 'planned' },
    });
    expect(await desk.retry(conditionId, { why }, call)).toMatchObject({ changed: false });
    const still = 'select id from pending_effects where next_attempt_at > now()';
    expect(await tables.database.query(still)).toStrictEqual([{ id: 'another' }]);

    await redemptionIs(redemptionSigned(), redemptionFailed({ final: true }));
    expect(await desk.retry(conditionId, { why }, call)).toMatchObject({
      ...{ changed: true, state: 'planned' },
    });
    expect(await happened('RedemptionRequested')).toHaveLength(2);
  });

  it('merges complete sets, as many as are held', async () => {
    await marketIs(marketListed());
    await expect(desk.merge(conditionId, { why }, call)).rejects.toMatchObject({ status: 409 });
    held = [shares('40'), shares('12.5')];
    expect(await desk.merge(conditionId, { why }, call)).toMatchObject({
      ...{ changed: true, shares: '12.5' },
    });
    expect(await happened('WalletActionRequested')).toMatchObject([
      {
        data: {
          ...{ by: 'ada', why },
          work: { kind: 'merge', tokenIds: [yesToken, noToken], shares: shares('12.5') },
        },
      },
    ]);
    const tooMany = { shares: '13', why };
    await expect(desk.merge(conditionId, tooMany, call)).rejects.toMatchObject({ status: 409 });
    await marketIs(marketResolved());
    await expect(desk.merge(conditionId, { why }, call)).rejects.toMatchObject({ status: 409 });
  });

  it('does a wallet action once for each key of idempotency', async () => {
    await marketIs(marketListed());
    held = [shares('5'), shares('5')];
    const keyed = { ...call, idempotencyKey: 'monday' };
    const first = await desk.merge(conditionId, { why }, keyed);
    expect(await desk.merge(conditionId, { why }, keyed)).toMatchObject({
      ...{ changed: false, actionId: first.actionId },
    });
    expect(await desk.merge(conditionId, { why }, call)).toMatchObject({ changed: true });
  });

  it('grants the approvals that are missing, and no others', async () => {
    expect(await reads.approvals()).toStrictEqual({ wallet: '0xwallet', approvals });
    const missing = [{ token: '0xtokens', operator: '0xother' }];
    expect(await desk.approve({ why }, call)).toMatchObject({ changed: true, approvals: missing });
    expect(await happened('WalletActionRequested')).toMatchObject([
      { data: { by: 'ada', why, work: { kind: 'approve', approvals: missing } } },
    ]);
    await show(...(await happened('WalletActionRequested')));
    expect(await reads.actions({})).toMatchObject({
      actions: [{ kind: 'approve', status: 'requested', approvals: missing, askedBy: 'ada' }],
    });
    const stranger = { operator: `0x${'99'.repeat(20)}`, why };
    await expect(desk.approve(stranger, call)).rejects.toMatchObject({ status: 409 });
    approvals = approvals.map((one) => ({ ...one, granted: true }));
    expect(await desk.approve({ why }, call)).toStrictEqual({ changed: false, approvals: [] });
  });
});
