/** Facts put through projections on a real Postgres, batch by batch, as their reader does. */
import type { Fact } from '@sluice/domain';
import {
  connectPostgres,
  hashTables,
  type Migration,
  type Projection,
  type TablesHash,
} from '@sluice/postgres';
import { freshDatabase } from '@sluice/postgres/testing';
import type { Position, Recorded } from '@sluice/ports';
import type { DataSource, EntityManager } from 'typeorm';

export type Tables = {
  readonly database: DataSource;
  /** Applies facts to a projection, at most `batchMax` in one transaction. */
  take(projection: Projection, facts: readonly Recorded[], batchMax?: number): Promise<void>;
  /** Applies facts in one transaction that fails at its end. */
  lose(projection: Projection, facts: readonly Recorded[]): Promise<void>;
  /** Empties the tables, applies everything, and tells what they then hold. */
  rebuild(
    projection: Projection,
    facts: readonly Recorded[],
    batchMax: number,
  ): Promise<TablesHash>;
  hash(projection: Projection): Promise<TablesHash>;
  rows(table: string): Promise<Record<string, unknown>[]>;
  empty(...projections: readonly Projection[]): Promise<void>;
  drop(): Promise<void>;
};

export async function openTables(migrations: readonly Migration[]): Promise<Tables> {
  const fresh = await freshDatabase();
  const database = await connectPostgres({
    url: fresh.url,
    schema: 'projecting',
    applicationName: 'projecting',
    poolMax: 2,
    migrations,
    entities: [],
    waitMs: 10_000,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const empty = async (...projections: readonly Projection[]): Promise<void> => {
    const tables = projections.flatMap((projection) => projection.tables);
    await database.query(`truncate ${tables.join(', ')}`);
  };
  const take: Tables['take'] = async (projection, facts, batchMax = 1_000) => {
    for (let from = 0; from < facts.length; from += batchMax) {
      const batch = facts.slice(from, from + batchMax);
      await database.transaction((tx) => apply(tx, projection, batch));
    }
  };
  const hash = ({ tables }: Projection): Promise<TablesHash> => hashTables(database, tables);
  return {
    database,
    take,
    empty,
    hash,
    lose: async (projection, facts) => {
      const lost = database.transaction(async (tx) => {
        await apply(tx, projection, facts);
        throw new Error('the connection is lost');
      });
      await lost.catch(() => undefined);
    },
    rebuild: async (projection, facts, batchMax) => {
      await empty(projection);
      await take(projection, facts, batchMax);
      return hash(projection);
    },
    rows: (table) => database.query(`select * from ${table} order by 1, 2`),
    drop: async () => {
      await database.destroy();
      await fresh.drop();
    },
  };
}

async function apply(
  tx: EntityManager,
  { on, apply: write }: Projection,
  batch: readonly Recorded[],
): Promise<void> {
  const matching = batch.filter(({ type }) => on.includes(type));
  if (matching.length > 0) await write(tx, matching);
}

/** Facts as the ledger would hold them, one after the other. */
export const recorded = (...facts: readonly Fact[]): readonly Recorded[] =>
  facts.map((fact, index) => ({
    ...fact,
    id: `fact-${index + 1}`,
    stream: { aggregate: 'redemption', id: 'story', partition: 0 },
    position: (index + 1) as Position,
    version: index + 1,
    at: '2026-11-22T12:00:00.000Z',
    journeyId: '',
    causeId: 'story',
    source: 'test',
  }));
