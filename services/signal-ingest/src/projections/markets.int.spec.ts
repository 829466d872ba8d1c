/** Markets on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { marketOf, markets } from './markets.js';

const { conditionId, later, marketClosed, marketListed, marketResolved } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(markets));
afterAll(() => tables.drop());

const finerTick = marketListed({ tickSize: money.price('0.001'), at: later(1_000) });

describe('markets', () => {
  it('lists what may be traded and on which terms', async () => {
    await tables.take(markets, recorded(marketListed()));

    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      question: 'Will it rain tomorrow?',
      token_ids: ['token-yes', 'token-no'],
      outcome_names: ['Yes', 'No'],
      status: 'open',
      tick_size: '0.010000',
      payout_numerators: null,
      resolved_block: null,
    });
  });

  it('takes new terms and keeps the day it was first listed', async () => {
    await tables.take(markets, recorded(marketListed(), finerTick));

    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      tick_size: '0.001000',
      listed_at: new Date(examples.at),
    });
  });

  it('keeps the payout of a resolved market', async () => {
    const resolved = marketResolved();
    await tables.take(markets, recorded(marketListed(), marketClosed(), resolved));

    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      status: 'resolved',
      payout_numerators: resolved.data.payoutNumerators.map(String),
      payout_denominator: String(resolved.data.payoutDenominator),
      resolved_block: String(resolved.data.blockNumber),
      closed_at: new Date(examples.at),
    });
    expect(
      await tables.database.query(`select 1 from markets where status <> 'resolved'`),
    ).toHaveLength(0);
  });

  it('trades again when it is reopened, and keeps since when', async () => {
    const reopened = examples.marketReopened();
    await tables.take(markets, recorded(marketListed(), marketClosed(), reopened));

    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      status: 'open',
      closed_at: null,
      reopened_at: new Date(examples.at),
    });
  });

  it('shows how far the resolution has come, and a dispute until it is over', async () => {
    const forecast = { since: later(-60_000), expectedSettlementAt: later(3_600_000) };
    const disputed = examples.marketDisputed({ ...forecast, at: later(1_000) });
    await tables.take(markets, recorded(marketListed(), examples.marketProgressed(), disputed));
    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      status: 'open',
      oracle_status: 'disputed',
      oracle_since: new Date(forecast.since),
      expected_settlement_at: new Date(forecast.expectedSettlementAt),
      disputed_at: new Date(later(1_000)),
    });

    await tables.empty(markets);
    const ended = examples.marketDisputeEnded();
    await tables.take(markets, recorded(marketListed(), disputed, ended));
    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      oracle_status: 'reproposed',
      oracle_since: null,
      disputed_at: null,
    });

    await tables.empty(markets);
    await tables.take(markets, recorded(marketListed(), disputed, marketResolved()));
    expect(await marketOf(tables.database, conditionId)).toMatchObject({
      status: 'resolved',
      disputed_at: null,
    });
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      ...[marketListed(), finerTick, marketClosed(), examples.marketReopened()],
      ...[examples.marketDisputed(), examples.marketDisputeEnded(), marketResolved()],
    );
    const whole = await tables.rebuild(markets, facts, 10);

    await tables.empty(markets);
    await tables.lose(markets, facts);
    expect(await tables.rows('markets')).toHaveLength(0);
    expect(await tables.rebuild(markets, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(markets, facts, 3)).toEqual(whole);
  });
});
