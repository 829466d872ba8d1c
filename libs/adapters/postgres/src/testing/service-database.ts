/** A service's database for the specs of this adapter: one read model, migrated and connected. */
import type { signal } from '@sluice/domain';
import type { MigrationInterface, QueryRunner, DataSource } from 'typeorm';
import { connectPostgres } from '../connect.js';
import { silent } from '../log.js';
import type { Projection } from '../projection.js';
import { upsertRows } from '../upsert-rows.js';
import { freshDatabase } from './fresh-database.js';

export class CreateSeen1767225600001 implements MigrationInterface {
  readonly name = 'CreateSeen1767225600001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table seen (name text primary key, position bigint not null);
      create table tally (name text primary key, times integer not null)`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table seen, tally');
  }
}

/** Counts every name, so that a fact taken in twice shows. */
export const seen: Projection<signal.Ignored> = {
  name: 'test--seen',
  version: 1,
  tables: ['seen', 'tally'],
  on: ['SignalIgnored'],
  apply: async (tx, batch) => {
    await upsertRows(
      tx,
      { table: 'seen', key: ['name'], columns: { name: 'text', position: 'bigint' } },
      batch.map(({ data, position }) => ({ name: data.signalId, position })),
    );
    for (const { data } of batch) {
      await tx.query(
        `insert into tally values ($1, 1)
         on conflict (name) do update set times = tally.times + 1`,
        [data.signalId],
      );
    }
  },
};

export type ServiceDatabase = {
  readonly url: string;
  readonly dataSource: DataSource;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
};

export async function serviceDatabase(given?: { readonly url: string }): Promise<ServiceDatabase> {
  const fresh = given === undefined ? await freshDatabase() : undefined;
  const url = fresh?.url ?? given?.url ?? '';
  const dataSource = await connectTo(url);
  return {
    url,
    dataSource,
    rows: (sql) => dataSource.query(sql),
    close: async () => {
      await dataSource.destroy();
      await fresh?.drop();
    },
  };
}

export const connectTo = (url: string): Promise<DataSource> =>
  connectPostgres({
    url,
    schema: 'service',
    applicationName: 'spec',
    poolMax: 4,
    migrations: [CreateSeen1767225600001],
    entities: [],
    waitMs: 20_000,
    log: silent,
  });
