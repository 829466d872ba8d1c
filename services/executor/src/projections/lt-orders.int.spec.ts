/** Live orders on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { uuidFrom } from '@sluice/runtime';
import { migrations } from '../migrations/index.js';
import { ltOrderOf, ltOrders } from './lt-orders.js';
import { entry, exit } from './testing/orders.js';

const { exitApproved, fillConfirmed, orderAccepted, orderClosed, orderFilled } = examples;
const { orderRejected, orderRequested, redemptionRequested, signal, signalApproved } = examples;
const { signalId, signalRefused } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(ltOrders));
afterAll(() => tables.drop());

const take = (...facts: readonly Fact[]) => tables.take(ltOrders, recorded(...facts));
const bought = [
  signalApproved(),
  orderRequested(entry),
  orderAccepted(entry),
  orderFilled(entry),
  orderClosed(entry),
  fillConfirmed(entry),
];
const soldAgain = [
  exitApproved(),
  orderRequested({ ...exit, orderHash: '0xexit' }),
  orderFilled(exit),
  fillConfirmed(exit),
];

describe('live orders', () => {
  it('shows a refused signal with the sentence that refused it', async () => {
    await take(signalRefused({ sentence: 'The day is spent.' }));

    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      lt_order_id: uuidFrom('lt_order', signalId),
      status: 'refused',
      risk_check_passed: false,
      risk_check_reason: 'The day is spent.',
      order_id: null,
    });
  });

  it('follows an approved signal to the end of its order', async () => {
    await take(signalApproved());
    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      status: 'approved',
      risk_check_passed: true,
      size_usd: '20.000000',
    });

    await take(...bought.slice(1));
    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      status: 'closed',
      status_reason: 'filled',
      order_id: entry.orderId,
      settled_shares: '40.000000',
      redemption_id: null,
    });
  });

  it('says why an approved signal was never signed', async () => {
    await take(signalApproved(), orderRejected({ ...entry, reason: 'not signed: too late' }));

    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      status: 'rejected',
      status_reason: 'not signed: too late',
      order_id: null,
    });
  });

  it('keeps the first decision of a signal', async () => {
    await take(signalApproved(), signalRefused({ signal: signal() }));

    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({ status: 'approved' });
  });

  it('names the redemption that pays for what is still held', async () => {
    await take(...bought, redemptionRequested());

    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      redemption_id: uuidFrom('redemption', entry.orderId),
    });
  });

  it('names no redemption for what was sold before', async () => {
    await take(...bought, ...soldAgain, redemptionRequested());

    expect(await tables.rows('lt_orders')).toMatchObject([
      { redemption_id: null },
      { redemption_id: null },
    ]);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const refusal = signalRefused({ signal: signal({ signalId: 'signal-9' }) });
    const facts = recorded(...bought, refusal, redemptionRequested(), ...soldAgain);
    const whole = await tables.rebuild(ltOrders, facts, 100);

    await tables.empty(ltOrders);
    await tables.take(ltOrders, facts.slice(0, 5));
    await tables.lose(ltOrders, facts.slice(5));
    await tables.take(ltOrders, facts.slice(5));
    expect(await ltOrderOf(tables.database, signalId)).toMatchObject({
      settled_shares: '40.000000',
      redemption_id: uuidFrom('redemption', entry.orderId),
    });
    expect(await tables.rebuild(ltOrders, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(ltOrders, facts, 4)).toEqual(whole);
  });
});
