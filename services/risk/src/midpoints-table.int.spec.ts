/** Hourly midpoints on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { createManualClock } from '@sluice/testing';
import { midpointsTable } from './midpoints-table.js';
import { migrations } from './migrations/index.js';

const { at } = examples;
const HOUR = Math.floor(Date.parse(at) / 3_600_000);

describe('the table of midpoints', () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await openTables(migrations);
  });
  beforeEach(() => tables.database.query('truncate risk_hourly_midpoints'));
  afterAll(() => tables.drop());

  const table = () => midpointsTable(tables.database, createManualClock(at));
  const point = (tokenId: string, hour: number, price = 500_000n) => ({ tokenId, hour, price });

  it('gives back what was saved last, oldest hour first', async () => {
    await table().save([point('1', HOUR), point('1', HOUR - 1), point('2', HOUR - 3)]);
    await table().save([point('1', HOUR, 640_001n)]);
    const loaded = await table().load(10);
    expect([...loaded]).toStrictEqual([
      ['2', [{ hour: HOUR - 3, price: 500_000n }]],
      [
        '1',
        [
          { hour: HOUR - 1, price: 500_000n },
          { hour: HOUR, price: 640_001n },
        ],
      ],
    ]);
  });

  it('gives the tokens seen last when there are more than fit', async () => {
    await table().save([point('1', HOUR - 2), point('2', HOUR), point('3', HOUR - 1)]);
    expect([...(await table().load(2)).keys()]).toStrictEqual(['3', '2']);
  });

  it('keeps as many days as a lookback may reach, and no more', async () => {
    const oldest = HOUR - account.LOOKBACK_DAYS_MAX * 24;
    await table().save([point('1', oldest), point('1', oldest - 1), point('2', oldest - 1)]);
    expect([...(await table().load(10)).keys()]).toStrictEqual(['1']);
    expect(await table().trim()).toBe(2);
    expect(await tables.rows('risk_hourly_midpoints')).toHaveLength(1);
  });
});
