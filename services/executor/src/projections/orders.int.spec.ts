/** Orders on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { orderOf, orders } from './orders.js';
import { entry } from './testing/orders.js';

const { fillConfirmed, fillFailed, later, orderAccepted, orderClosed, orderFilled } = examples;
const { orderRejected, orderRequested } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(orders));
afterAll(() => tables.drop());

const take = (...facts: readonly order.Event[]) => tables.take(orders, recorded(...facts));
const cheaper = {
  ...entry,
  tradeId: 'trade-2',
  shares: money.shares('10'),
  amountUsd: money.usd('4'),
  feeUsd: money.usd('0.01'),
};

describe('orders', () => {
  it('adds up fills and their average price', async () => {
    await take(orderRequested(entry), orderAccepted(entry), orderFilled(entry));
    await take(orderFilled(cheaper), fillConfirmed(entry), orderClosed(entry));

    expect(await orderOf(tables.database, entry.orderId)).toMatchObject({
      status: 'closed',
      venue_status: 'live',
      filled_shares: '50.000000',
      settled_shares: '40.000000',
      amount_usd: '24.000000',
      avg_price: '0.480000',
      fee_usd: '0.010000',
      reason: 'filled',
    });
  });

  it('costs what the chain booked once that is known', async () => {
    const settled = { amountUsd: money.usd('19.6'), feeUsd: money.usd('0.2') };
    await take(orderRequested(entry), orderFilled(entry), fillConfirmed({ ...entry, settled }));

    expect(await orderOf(tables.database, entry.orderId)).toMatchObject({
      amount_usd: '19.600000',
      avg_price: '0.490000',
      fee_usd: '0.200000',
    });
  });

  it('counts a fill that failed to settle neither in price nor in fees', async () => {
    await take(orderRequested(entry), orderFilled(entry), orderFilled(cheaper));
    await take(fillFailed(cheaper));

    expect(await orderOf(tables.database, entry.orderId)).toMatchObject({
      filled_shares: '50.000000',
      failed_shares: '10.000000',
      avg_price: '0.500000',
      fee_usd: '0.000000',
    });
  });

  it('has no price when nothing stands', async () => {
    await take(orderRequested(entry), orderFilled(entry), fillFailed(entry));

    expect(await orderOf(tables.database, entry.orderId)).toMatchObject({ avg_price: null });
  });

  it('says why the venue rejected it', async () => {
    await take(orderRequested(entry), orderRejected({ ...entry, at: later(5) }));

    expect(await orderOf(tables.database, entry.orderId)).toMatchObject({
      status: 'rejected',
      reason: 'not enough balance',
      closed_at: new Date(later(5)),
    });
  });

  it('knows nothing of an order that was never requested', async () => {
    await take(orderRejected(entry));

    expect(await orderOf(tables.database, entry.orderId)).toBeUndefined();
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      orderRequested(entry),
      orderFilled(entry),
      orderAccepted(entry),
      orderFilled(cheaper),
      orderClosed(entry),
      fillConfirmed(entry),
      fillFailed(cheaper),
    );
    const whole = await tables.rebuild(orders, facts, 100);

    await tables.empty(orders);
    await tables.take(orders, facts.slice(0, 3));
    await tables.lose(orders, facts.slice(3));
    await tables.take(orders, facts.slice(3));
    expect(await tables.rows('orders')).toMatchObject([{ filled_shares: '50.000000' }]);
    expect(await tables.rebuild(orders, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(orders, facts, 3)).toEqual(whole);
  });
});
