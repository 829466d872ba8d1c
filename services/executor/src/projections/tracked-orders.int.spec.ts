/** Tracked orders on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { orderByHash, unfinishedOrders } from '../tracked-orders.js';
import { trackedOrders } from './tracked-orders.js';

const { accountId, fillConfirmed, fillFailed, orderAccepted, orderClosed, orderFilled } = examples;
const { orderRejected, orderRequested, orderUnconfirmed } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(trackedOrders));
afterAll(() => tables.drop());

const take = (...facts: readonly order.Event[]) => tables.take(trackedOrders, recorded(...facts));

describe('tracked orders', () => {
  it('finds an order by the hash the venue knows it by', async () => {
    await take(orderRequested());

    expect(await orderByHash(tables.database, '0xorder')).toMatchObject({
      orderId: 'order-1',
      tokenId: 'token-yes',
      orderType: 'FAK',
      requestedAt: new Date(examples.at),
      open: true,
    });
  });

  it('follows an order whose answer was lost', async () => {
    await take(orderRequested(), orderUnconfirmed());

    expect(await unfinishedOrders(tables.database, accountId)).toMatchObject([{ open: true }]);
  });

  it('follows a closed order until its last fill is settled', async () => {
    await take(orderRequested(), orderAccepted(), orderFilled(), orderClosed());
    expect(await unfinishedOrders(tables.database, accountId)).toMatchObject([{ open: false }]);

    await take(fillConfirmed());
    expect(await unfinishedOrders(tables.database, accountId)).toHaveLength(0);
  });

  it('takes a fill that comes before the acceptance and one that comes after the end', async () => {
    await take(
      orderRequested(),
      orderFilled(),
      orderAccepted(),
      orderClosed(),
      orderFilled({ tradeId: 'trade-2' }),
      fillFailed(),
    );

    expect(await tables.rows('tracked_orders')).toMatchObject([
      { status: 'closed', unsettled_fills: 1 },
    ]);
  });

  it('follows a rejected order again when it fills after all', async () => {
    await take(orderRequested(), orderRejected(), orderFilled());

    expect(await unfinishedOrders(tables.database, accountId)).toMatchObject([{ open: true }]);
  });

  it('knows nothing of an order that was never requested', async () => {
    await take(orderRejected());

    expect(await tables.rows('tracked_orders')).toHaveLength(0);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const other = { orderId: 'order-2', signalId: 'signal-2', orderHash: '0xother' };
    const facts = recorded(
      orderRequested(),
      orderRequested(other),
      orderFilled(),
      orderFilled({ tradeId: 'trade-2' }),
      orderUnconfirmed(other),
      fillConfirmed(),
      orderClosed(),
    );
    const whole = await tables.rebuild(trackedOrders, facts, 100);

    await tables.empty(trackedOrders);
    await tables.take(trackedOrders, facts.slice(0, 4));
    await tables.lose(trackedOrders, facts.slice(4));
    await tables.take(trackedOrders, facts.slice(4));
    expect(await tables.rows('tracked_orders')).toMatchObject([
      { status: 'closed', unsettled_fills: 1 },
      { status: 'unconfirmed', unsettled_fills: 0 },
    ]);
    expect(await tables.rebuild(trackedOrders, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(trackedOrders, facts, 3)).toEqual(whole);
  });
});
