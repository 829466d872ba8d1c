/** Drifts, and what others did with the wallet, on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type venueAccount } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { drifts, driftsBefore, foreignOrdersOf, foreignTradesOf } from './drifts.js';

const { accountId, at, driftFound, driftResolved, later, yesToken } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(drifts));
afterAll(() => tables.drop());

const byHand = { kind: 'order_unknown', subject: '0xhand' } as const;
const orderFound = driftFound({
  ...{ ...byHand, orderHash: '0xhand', tokenId: yesToken, side: 'SELL', ours: 0n },
  ...{ price: money.price('0.6'), venues: 10_000_000n },
});
const tradeFound = driftFound({
  ...{ kind: 'fill_unknown', subject: 'manual/0xhand', tradeId: 'manual', orderHash: '0xhand' },
  ...{ price: money.price('0.6'), ours: 0n, venues: 2_000_000n, since: later(-5_000) },
});
const newest = (before = '999999999') =>
  driftsBefore(tables.database, accountId, { before, limit: 2 });
const all: readonly venueAccount.Event[] = [
  ...[driftFound(), orderFound, tradeFound],
  ...[driftResolved({ at: later(1_000) }), driftResolved({ ...byHand, at: later(2_000) })],
  ...[orderFound, driftFound({ venues: 1n, at: later(3_000) })],
];

describe('drifts', () => {
  it('are there with both sides and since when, until they are resolved', async () => {
    await tables.take(drifts, recorded(driftFound()));
    expect(await newest()).toMatchObject([
      {
        kind: 'position_differs',
        ours: '40',
        venues: '35',
        since: new Date(at),
        resolved_at: null,
      },
    ]);
    const how = 'both are 40 shares';
    await tables.take(drifts, recorded(driftFound(), driftResolved({ at: later(1_000) })).slice(1));
    expect(await newest()).toMatchObject([
      { resolved_at: new Date(later(1_000)), resolved_by: how },
    ]);
  });

  it('come again as another, which leaves the first as it ended', async () => {
    await tables.take(drifts, recorded(...all));
    const [last, second] = await newest();
    expect(last).toMatchObject({ kind: 'position_differs', venues: '0.000001', resolved_at: null });
    const rest = await newest(second?.position);
    expect(rest).toMatchObject([
      { kind: 'fill_unknown', resolved_at: null },
      { kind: 'order_unknown', resolved_at: new Date(later(2_000)) },
    ]);
  });

  it('keep orders and trades of others apart', async () => {
    await tables.take(drifts, recorded(orderFound, tradeFound));
    expect(await foreignOrdersOf(tables.database, accountId, 5)).toMatchObject([
      { order_hash: '0xhand', side: 'SELL', price: '0.6', open_shares: '10', gone_at: null },
    ]);
    expect(await foreignTradesOf(tables.database, accountId, 5)).toMatchObject([
      {
        trade_id: 'manual',
        order_hash: '0xhand',
        shares: '2',
        matched_at: new Date(later(-5_000)),
      },
    ]);
    const gone = driftResolved({ ...byHand, at: later(2_000) });
    await tables.take(drifts, recorded(orderFound, tradeFound, gone).slice(2));
    expect(await foreignOrdersOf(tables.database, accountId, 5)).toMatchObject([
      { order_hash: '0xhand', gone_at: new Date(later(2_000)) },
    ]);
  });

  it('are the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(...all);
    const whole = await tables.rebuild(drifts, facts, 100);
    await tables.empty(drifts);
    await tables.lose(drifts, facts);
    await tables.take(drifts, facts);
    expect(await tables.rebuild(drifts, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(drifts, facts, 3)).toEqual(whole);
  });
});
