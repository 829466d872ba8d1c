import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serviceDatabase, type ServiceDatabase } from './testing/service-database.js';
import { upsertRows, type RowShape } from './upsert-rows.js';

let database: ServiceDatabase;
beforeAll(async () => {
  database = await serviceDatabase();
  await database.dataSource.query(
    'create table kept (id text, leg integer, cost numeric, note jsonb, primary key (id, leg))',
  );
});
afterAll(() => database.close());

const kept: RowShape<'id' | 'leg' | 'cost' | 'note'> = {
  table: 'kept',
  key: ['id', 'leg'],
  columns: { id: 'text', leg: 'integer', cost: 'numeric', note: 'jsonb' },
};

it('inserts new rows, replaces known ones, and lets the last of a batch win', async () => {
  const { manager } = database.dataSource;
  const row = { id: 'a', leg: 1, cost: 12345678901234567890n, note: '{"by":"x,\\"y"}' };
  await upsertRows(manager, kept, [row, { ...row, leg: 2, cost: 1n }]);
  await upsertRows(manager, kept, [
    { ...row, leg: 2, cost: 2n },
    { ...row, leg: 2, note: null },
  ]);
  expect(await database.rows('select * from kept order by id, leg')).toEqual([
    { id: 'a', leg: 1, cost: '12345678901234567890', note: { by: 'x,"y' } },
    { id: 'a', leg: 2, cost: '12345678901234567890', note: null },
  ]);
});

it('refuses names that are not plain', async () => {
  const { manager } = database.dataSource;
  const spoiled = { table: 'kept; drop table kept', key: ['id'], columns: { id: 'text' } } as const;
  await expect(upsertRows(manager, spoiled, [{ id: 'a' }])).rejects.toThrow(/is no name/);
});
