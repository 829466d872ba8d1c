/** Facts put through projections on a real Postgres, batch by batch, as their reader does. */
import type { Fact } from '@sluice/domain';
import type { Position, Recorded } from '@sluice/ports';
import type { DataSource, EntityManager } from 'typeorm';
import { connectPostgres } from '../connect.js';
import { hashTables, type TablesHash } from '../hash-tables.js';
import { silent } from '../log.js';
import type { Migration } from '../migrations.js';
import type { Projection } from '../projection.js';
import { freshDatabase } from './fresh-database.js';

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
    log: silent,
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
  facts.map((fact, index) => ({ ...fact, ...envelopeAt(index + 1) }));

/** What the ledger adds to the fact at a position, all in one stream that nobody asks for. */
export const envelopeAt = (position: number): Omit<Recorded, 'type' | 'data'> => ({
  id: `fact-${position}`,
  stream: { aggregate: 'signal', id: 'story', partition: 0 },
  position: position as Position,
  version: position,
  at: '2026-11-22T12:00:00.000Z',
  journeyId: '',
  causeId: 'story',
  source: 'test',
});
