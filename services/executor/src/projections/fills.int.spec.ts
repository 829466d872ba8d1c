/** Fills on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { fills, fillsOf } from './fills.js';
import { entry } from './testing/orders.js';

const { fillConfirmed, fillFailed, later, orderFilled } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(fills));
afterAll(() => tables.drop());

const second = { ...entry, tradeId: 'trade-2', at: later(1_000) };

describe('fills', () => {
  it('is provisional until the chain settles it', async () => {
    await tables.take(fills, recorded(orderFilled(entry), orderFilled(second)));
    await tables.take(fills, recorded(fillConfirmed(entry)));

    expect(await fillsOf(tables.database, entry.orderId)).toMatchObject([
      { trade_id: 'trade-1', settlement: 'confirmed', transaction_hash: '0xsettled' },
      { trade_id: 'trade-2', settlement: 'provisional', settled_at: null },
    ]);
  });

  it('costs what the chain booked once that is known', async () => {
    const settled = { amountUsd: money.usd('19.9'), feeUsd: money.usd('0.2') };
    await tables.take(fills, recorded(orderFilled(entry), orderFilled(second)));
    await tables.take(fills, recorded(fillConfirmed({ ...entry, settled })));

    expect(await fillsOf(tables.database, entry.orderId)).toMatchObject([
      { amount_usd: '19.900000', fee_usd: '0.200000' },
      { amount_usd: '20.000000', fee_usd: '0.000000' },
    ]);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      orderFilled(entry),
      fillConfirmed(entry),
      orderFilled(second),
      fillFailed(second),
    );
    const whole = await tables.rebuild(fills, facts, 100);

    await tables.empty(fills);
    await tables.lose(fills, facts);
    await tables.take(fills, facts);
    expect(await fillsOf(tables.database, entry.orderId)).toMatchObject([
      { settlement: 'confirmed', reason: null },
      { settlement: 'failed', reason: 'the venue could not settle the match' },
    ]);
    expect(await tables.rebuild(fills, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(fills, facts, 3)).toEqual(whole);
  });
});
