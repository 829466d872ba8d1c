/** What was signed before a restart is known after it, on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { orderStream } from '@sluice/reactions';
import { orderIdOf } from '@sluice/runtime';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { recordFacts } from '@sluice/testing';
import { migrations } from './migrations/index.js';
import { orders } from './projections/orders.js';
import { openSignedSizes } from './signed-sizes.js';
import { openDesk } from './testing/desk.js';

const { accountId, orderRequested } = examples;
const key = (signalId: string) => ({ orderId: orderIdOf(signalId), signalId });

describe('the sizes of the orders we signed', () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await openTables(migrations);
  });
  afterAll(() => tables.drop());
  beforeEach(() => tables.empty(orders));

  it('are known of orders of earlier processes, and of those that come', async () => {
    const before = orderRequested({ ...key('signal-a'), orderHash: '0xAb' });
    const others = orderRequested({ ...key('signal-b'), orderHash: '0xb', accountId: 'other' });
    await tables.take(orders, recorded(before, others));
    const sizes = await openSignedSizes(tables.database, accountId);
    expect([sizes.of('0xaB'), sizes.of('0xb'), sizes.of('0xc')]).toStrictEqual([
      40_000_000n,
      undefined,
      undefined,
    ]);

    const desk = openDesk();
    const after = orderRequested({ ...key('signal-c'), orderHash: '0xC' });
    const stream = orderStream(after.data.orderId, accountId);
    const [fact] = await recordFacts(desk.ledger, stream, after);
    await sizes.reaction.handle({ ...desk.start(), accountId }, fact);
    expect(sizes.of('0xc')).toBe(40_000_000n);
  });
});
