/** What people ask of the executor, and what they do to orders, on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, orderStream } from '@sluice/reactions';
import { orderIdOf, packFact, type Call } from '@sluice/runtime';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { recordFacts } from '@sluice/testing';
import { migrations } from '../migrations/index.js';
import { drifts as driftsTable } from '../projections/drifts.js';
import { exits as exitsTable, openExits } from '../projections/exits.js';
import { fills } from '../projections/fills.js';
import { kills } from '../projections/kills.js';
import { orders } from '../projections/orders.js';
import { positions } from '../projections/positions.js';
import { trackedOrders } from '../projections/tracked-orders.js';
import { openDesk, type Desk } from '../testing/desk.js';
import type { DeskParts } from './desk-parts.js';
import { ExecutorDesk } from './executor-desk.js';
import { ExecutorReads } from './executor-reads.js';

const { accountId, accountKilled, killSwept, orderAccepted, orderFilled, orderRequested } =
  examples;
const { driftFound, driftResolved } = examples;
const { fillConfirmed, marketListed, orderUnconfirmed, later, strategyId } = examples;
const call: Call = {
  caller: { name: 'ada', role: 'operator' },
  idempotencyKey: undefined,
  transport: 'http',
};
const first = { orderId: orderIdOf('signal-a'), signalId: 'signal-a', orderHash: '0xa' };
const second = { orderId: orderIdOf('signal-b'), signalId: 'signal-b', orderHash: '0xb' };
const ofSecond = { ...second, strategyId: 'another', at: later(1_000) };

describe('the desk of the executor', () => {
  let tables: Tables;
  let desk: Desk;
  let reads: ExecutorReads;
  let steering: ExecutorDesk;
  let reconciled: number;
  beforeAll(async () => {
    tables = await openTables(migrations);
  });
  afterAll(() => tables.drop());
  beforeEach(async () => {
    await tables.empty(driftsTable, exitsTable, orders, trackedOrders, fills, positions, kills);
    await tables.database.query('delete from pending_effects');
    desk = openDesk();
    reconciled = 0;
    const { decisions, clock } = desk.start();
    const exits: DeskParts['exits'] = {
      ...{ accountId, decisions, clock, log: { warn: () => undefined } },
      open: () => openExits(tables.database, accountId),
      upToDate: () => Promise.resolve(),
    };
    const parts: DeskParts = {
      ...{ accountId, decisions, clock, ledger: desk.ledger, kills: desk.kills },
      database: tables.database,
      reconciler: { soon: () => void (reconciled += 1) },
      exits,
    };
    reads = new ExecutorReads(() => parts);
    steering = new ExecutorDesk(() => parts);
    const { strategyId: _, ...keyOfSecond } = ofSecond;
    await happened(first, orderRequested(first), orderAccepted(first), orderFilled(first));
    await happened(
      second,
      orderRequested(ofSecond),
      orderUnconfirmed({ ...keyOfSecond, strategyId: 'another', detail: 'no answer' }),
    );
  });

  async function happened(
    { orderId }: { readonly orderId: string },
    ...facts: readonly [order.Event, ...order.Event[]]
  ): Promise<void> {
    await recordFacts<order.Event>(desk.ledger, orderStream(orderId, accountId), ...facts);
    for (const table of [orders, trackedOrders, fills, positions]) {
      await tables.take(table, recorded(...facts));
    }
  }

  it('shows orders newest first, page by page, and by what is asked for', async () => {
    const page = await reads.orders({ limit: '1' });
    expect(page).toMatchObject({ orders: [{ orderId: second.orderId }], before: second.orderId });
    const rest = await reads.orders({ limit: '1', before: page.before });
    expect(rest).toMatchObject({ orders: [{ orderId: first.orderId, filledShares: '40' }] });
    expect(rest.before).toBeUndefined();
    expect((await reads.orders({ strategyId })).orders).toHaveLength(1);
    expect((await reads.orders({ signalId: 'signal-b' })).orders).toHaveLength(1);
    expect((await reads.orders({ status: 'closed' })).orders).toHaveLength(0);
    await expect(reads.orders({ status: 'gone' })).rejects.toMatchObject({ status: 400 });
  });

  it('shows one order with its fills and its facts as they are stored', async () => {
    expect(await reads.order(first.orderId)).toMatchObject({
      order: { averagePrice: '0.5', status: 'live' },
      fills: [{ tradeId: 'trade-1', settlement: 'provisional', shares: '40' }],
      facts: [
        { type: 'OrderRequested', stored: { signedOrder: { orderHash: '0xa' } } },
        { type: 'OrderAccepted' },
        { type: 'OrderFilled' },
      ],
    });
    await expect(reads.order(orderIdOf('nobody'))).rejects.toMatchObject({ status: 404 });
    await expect(reads.order('nobody')).rejects.toMatchObject({ status: 400 });
  });

  it('shows what is in doubt, for how long, and what it may cost', async () => {
    desk.clock.pass(5_000);
    expect(await reads.inDoubt()).toMatchObject({
      orders: [{ orderHash: '0xb', ageMs: 4_000, atRiskUsd: '20', detail: 'no answer' }],
    });
    await owed('signal-b');
    const next = later(6_000);
    await tables.database.query(
      `update pending_effects set next_attempt_at = $1, last_error = 'HTTP 500' where id = 'signal-b'`,
      [next],
    );
    expect(await reads.inDoubt()).toMatchObject({
      orders: [{ orderHash: '0xb', nextLookAt: next, detail: 'HTTP 500' }],
    });
  });

  it('shows positions, kills and the venue', async () => {
    expect(await reads.positions({})).toMatchObject({
      positions: [{ strategyId, provisionalShares: '40', settledShares: '0', costUsd: '20' }],
    });
    expect(await reads.positions({ strategyId: 'another' })).toStrictEqual({ positions: [] });
    await tables.take(kills, recorded(accountKilled(), killSwept({ killId: 'fact-1' })));
    expect(await reads.kills({})).toMatchObject({
      kills: [{ killId: 'fact-1', stands: true, sweeps: 1, verifiedAt: undefined }],
    });
    expect(await reads.venue()).toMatchObject({
      ...{ accountId, condition: 'open', reconciliation: 'never', drifts: [] },
    });
  });

  it('shows what differed from our ledger, and what others did', async () => {
    const byHand = { kind: 'order_unknown', subject: '0xhand', venues: 10_000_000n } as const;
    await tables.take(driftsTable, recorded(driftFound(byHand), driftResolved(byHand)));
    expect(await reads.drifts({})).toMatchObject({
      drifts: [{ kind: 'order_unknown', venues: '10', resolvedAt: examples.at }],
      foreignOrders: [{ orderHash: '0xhand', openShares: '10', goneAt: examples.at }],
      foreignTrades: [],
    });
  });

  it('cancels an order on request, once, with who and why', async () => {
    const body = { why: 'the event is off' };
    expect(await steering.cancel(first.orderId, body, call)).toMatchObject({ changed: true });
    expect(await steering.cancel(first.orderId, body, call)).toMatchObject({ changed: false });
    expect(await desk.facts('OrderCancelRequested')).toMatchObject([
      { journeyId: 'signal-a', data: { orderId: first.orderId, by: 'ada', ...body } },
    ]);
    await expect(steering.cancel(orderIdOf('nobody'), body, call)).rejects.toMatchObject({
      status: 404,
    });
    await expect(steering.cancel(first.orderId, {}, call)).rejects.toMatchObject({ status: 400 });
  });

  /** What is approved and not signed yet, as the executor owes it. */
  async function owed(signalId: string, ofStrategy = strategyId) {
    const approval = examples.signalApproved({ signalId, strategyId: ofStrategy });
    const [approved] = await recordFacts(desk.ledger, accountStream(accountId), approval);
    await tables.database.query(
      `insert into pending_effects (owner, effect, id, lane, payload, not_before)
       values ('executor', 'place_approved_order', $1, $1, $2, now())`,
      [signalId, JSON.stringify(packFact(approved))],
    );
  }

  it('gives an approval back that is cancelled before it is signed', async () => {
    await owed('signal-c');
    const [orderId, body] = [orderIdOf('signal-c'), { why: 'the event is off' }];
    expect(await steering.cancel(orderId, body, call)).toStrictEqual({
      ...{ orderId, changed: true, status: 'rejected' },
    });
    expect(await steering.cancel(orderId, body, call)).toStrictEqual({
      ...{ orderId, changed: false, status: 'rejected' },
    });
    expect(await desk.facts('OrderRejected')).toMatchObject([
      {
        data: {
          orderId,
          signalId: 'signal-c',
          reason: 'not signed: cancelled by ada: the event is off',
        },
      },
    ]);
  });

  it('cancels with all the rest what waits to be signed, or was signed just now', async () => {
    await owed('signal-d');
    await owed('signal-e', 'another');
    await owed('signal-b', 'another');
    const why = 'the feed is wrong';
    expect(await steering.cancelMany({ strategyId: 'another', why }, call)).toMatchObject({
      ...{ open: 1, cancelling: [orderIdOf('signal-e'), second.orderId] },
    });
    expect(await steering.cancelMany({ why }, call)).toMatchObject({
      cancelling: [orderIdOf('signal-d'), first.orderId],
    });
  });

  it('cancels everything that is open, or what one strategy has', async () => {
    const why = 'the feed is wrong';
    expect(await steering.cancelMany({ strategyId: 'another', why }, call)).toMatchObject({
      ...{ open: 1, cancelling: [second.orderId] },
    });
    expect(await steering.cancelMany({ why }, call)).toMatchObject({
      ...{ open: 2, changed: true, cancelling: [first.orderId] },
    });
    expect(await steering.cancelMany({ why }, call)).toMatchObject({ changed: false });
  });

  it('sells what a strategy holds when somebody says so, once', async () => {
    await tables.take(
      exitsTable,
      recorded(marketListed(), orderFilled(first), fillConfirmed(first)),
    );
    expect(await reads.exits()).toMatchObject({
      exits: [{ strategyId, settledShares: '40', state: 'idle' }],
    });
    const why = 'the model is wrong';
    expect(await steering.flatten({ strategyId: 'another', why }, call)).toMatchObject({
      ...{ changed: false, positions: [] },
    });
    expect(await steering.flatten({ why }, call)).toMatchObject({
      ...{ changed: true, positions: [{ strategyId, begun: true }] },
    });
    expect(await steering.flatten({ why }, call)).toMatchObject({
      ...{ changed: false, positions: [{ strategyId, begun: false }] },
    });
    await expect(steering.flatten({ tokenId: 'yes', why }, call)).rejects.toMatchObject({
      status: 400,
    });
  });

  it('compares orders with the venue when it is told to', () => {
    expect(steering.reconcile({ why: 'the venue was away' })).toMatchObject({ begun: true });
    expect(reconciled).toBe(1);
  });
});
