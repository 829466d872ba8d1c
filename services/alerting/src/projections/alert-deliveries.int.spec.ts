/** Deliveries on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { uuidFrom } from '@sluice/runtime';
import { migrations } from '../migrations/index.js';
import { alertDeliveries, deliveriesOf } from './alert-deliveries.js';

const { alertDelivered, alertUndelivered, later } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(alertDeliveries));
afterAll(() => tables.drop());

const alertId = uuidFrom('alert', 'fact-1');

describe('alert deliveries', () => {
  it('keeps what each channel answered, once', async () => {
    const facts = recorded(
      alertDelivered({ alertId }),
      alertUndelivered({ alertId, channel: 'slack', at: later(1_000) }),
    );
    await tables.lose(alertDeliveries, facts);
    await tables.take(alertDeliveries, facts);

    expect(await deliveriesOf(tables.database, alertId)).toMatchObject([
      { channel: 'email', outcome: 'delivered', receipt: '250 queued', attempts: 1 },
      { channel: 'slack', outcome: 'undelivered', detail: 'no route to host', attempts: 5 },
    ]);
    const whole = await tables.rebuild(alertDeliveries, facts, 10);
    expect(await tables.rebuild(alertDeliveries, facts, 1)).toEqual(whole);
  });
});
