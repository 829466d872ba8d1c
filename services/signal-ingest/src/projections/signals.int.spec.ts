/** Signals on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { signalOf, signals } from './signals.js';

const { later, signalId, signalIgnored, signalReceived } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(signals));
afterAll(() => tables.drop());

describe('signals', () => {
  it('keeps a received signal as it came', async () => {
    await tables.take(signals, recorded(signalReceived()));

    expect(await signalOf(tables.database, signalId)).toMatchObject({
      strategy_id: 'strategy-1',
      side: 'BUY',
      size_usd: '20.000000',
      limit_price: '0.500000',
      status: 'received',
      reason: null,
    });
  });

  it('says why a signal was ignored', async () => {
    await tables.take(signals, recorded(signalIgnored({ reason: 'unknown_strategy' })));

    expect(await signalOf(tables.database, signalId)).toMatchObject({
      status: 'ignored',
      reason: 'unknown_strategy',
      strategy_id: null,
    });
  });

  it('shows a signal as received once it came again and was taken', async () => {
    const facts = recorded(
      signalIgnored(),
      signalReceived({ receivedAt: later(1_000) }),
      signalReceived({ signalId: 'signal-2', externalId: 'external-2' }),
      signalIgnored({ signalId: 'signal-3', externalId: 'external-3' }),
    );
    const whole = await tables.rebuild(signals, facts, 10);

    expect(await signalOf(tables.database, signalId)).toMatchObject({
      status: 'received',
      reason: null,
      received_at: new Date(later(1_000)),
    });
    await tables.lose(signals, facts);
    expect(await tables.rebuild(signals, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(signals, facts, 2)).toEqual(whole);
  });

  it('writes whatever a sender calls its signal', async () => {
    await tables.take(signals, recorded(signalReceived({ externalId: 'a\u0000b' })));

    expect(await signalOf(tables.database, signalId)).toMatchObject({ external_id: 'a\ufffdb' });
  });

  it('never takes back that a signal was received', async () => {
    await tables.take(signals, recorded(signalReceived(), signalIgnored()));

    expect(await signalOf(tables.database, signalId)).toMatchObject({ status: 'received' });
  });
});
