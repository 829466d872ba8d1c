/** Hourly midpoints in PostgreSQL: a cache that no fact can fill, kept as long as a lookback reaches. */
import { account, type TokenId } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { upsertRows, type RowShape } from '@sluice/postgres';
import type { DataSource } from 'typeorm';
import type { StoredMidpoints } from './midpoints.js';

const HOUR_MS = 3_600_000;
const SHAPE: RowShape<'token_id' | 'hour' | 'price_micro'> = {
  table: 'risk_hourly_midpoints',
  key: ['token_id', 'hour'],
  columns: { token_id: 'text', hour: 'integer', price_micro: 'integer' },
};

export function midpointsTable(database: DataSource, clock: Clock): StoredMidpoints {
  const oldest = (): number =>
    Math.floor(Date.parse(clock.now()) / HOUR_MS) - account.LOOKBACK_DAYS_MAX * 24;
  return {
    load: async (tokensMax) => {
      const rows: { token_id: TokenId; hours: number[]; prices: number[] }[] = await database.query(
        `select token_id, array_agg(hour order by hour) as hours,
                array_agg(price_micro order by hour) as prices
         from risk_hourly_midpoints where hour >= $1
         group by token_id order by max(hour) desc, token_id limit $2`,
        [oldest(), tokensMax],
      );
      return new Map(
        rows
          .reverse()
          .map(({ token_id, hours, prices }) => [
            token_id,
            hours.map((hour, index) => ({ hour, price: BigInt(prices[index] ?? 0) })),
          ]),
      );
    },
    save: (points) =>
      upsertRows(
        database.manager,
        SHAPE,
        points.map(({ tokenId, hour, price }) => ({
          token_id: tokenId,
          hour,
          price_micro: Number(price),
        })),
      ),
    trim: async () => {
      const [, deleted] = await database.query<readonly [unknown, number]>(
        'delete from risk_hourly_midpoints where hour < $1',
        [oldest()],
      );
      return deleted;
    },
  };
}
