/** Held orders on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { heldCondition } from '../held-conditions.js';
import { migrations } from '../migrations/index.js';
import { heldOrders } from './held-orders.js';

const { accountId, conditionId, fillConfirmed, fillFailed, orderClosed, orderFilled } = examples;
const { noToken, orderRejected, orderRequested } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(heldOrders));
afterAll(() => tables.drop());

const take = (...facts: readonly order.Event[]) => tables.take(heldOrders, recorded(...facts));
const held = () => heldCondition(tables.database, { accountId, conditionId });
const otherSide = { orderId: 'order-2', signalId: 'signal-2', tokenId: noToken };

describe('held orders', () => {
  it('knows nothing of a condition in which nothing was ordered', async () => {
    expect(await held()).toBeUndefined();
  });

  it('counts open orders and unsettled fills, of both outcomes', async () => {
    await take(orderRequested(), orderFilled(), orderRequested(otherSide));
    expect(await held()).toEqual({ tokenIds: ['token-no', 'token-yes'], unsettled: 3 });

    await take(orderClosed(), fillConfirmed(), orderRejected(otherSide));
    expect(await held()).toEqual({ tokenIds: ['token-no', 'token-yes'], unsettled: 0 });
  });

  it('waits for a fill that comes after the end of its order', async () => {
    await take(orderRequested(), orderClosed(), orderFilled());
    expect(await held()).toMatchObject({ unsettled: 1 });

    await take(fillFailed());
    expect(await held()).toMatchObject({ unsettled: 0 });
  });

  it('knows nothing of an order that was never requested', async () => {
    await take(orderRejected());

    expect(await held()).toBeUndefined();
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      orderRequested(),
      orderFilled(),
      orderRequested(otherSide),
      orderFilled({ tradeId: 'trade-2' }),
      fillConfirmed(),
      orderClosed(),
    );
    const whole = await tables.rebuild(heldOrders, facts, 100);

    await tables.empty(heldOrders);
    await tables.take(heldOrders, facts.slice(0, 3));
    await tables.lose(heldOrders, facts.slice(3));
    await tables.take(heldOrders, facts.slice(3));
    expect(await held()).toMatchObject({ unsettled: 2 });
    expect(await tables.rebuild(heldOrders, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(heldOrders, facts, 4)).toEqual(whole);
  });
});
