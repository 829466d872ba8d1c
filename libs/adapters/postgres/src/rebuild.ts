/** Fills a read model anew from the first fact, for when its tables are wrong or lost. */
import type { EntityManager } from 'typeorm';
import { readCheckpoint } from './checkpoint.js';
import { silent } from './log.js';
import { emptyTables, startProjection, type StartingProjection } from './projection.js';
import { quoteName } from './quote-name.js';

export type Rebuilt = {
  /** Facts read, matching or not. */
  readonly facts: number;
  /** Rows in each table afterwards. */
  readonly rows: Readonly<Record<string, number>>;
  readonly tookMs: number;
};

const BATCH_MAX = 5_000;

/**
 * Empties the projection's tables and replays the ledger up to where it ended at the call. Also
 * takes a projection over to a ledger that was replaced on purpose. A running instance of the same
 * projection is fenced by it: stop that first, and start it again afterwards.
 */
export async function rebuildProjection(rebuilding: StartingProjection): Promise<Rebuilt> {
  const { ledger, dataSource, projection, log = silent } = rebuilding;
  const startedAt = performance.now();
  const extent = await ledger.extent();
  await dataSource.transaction(async (tx) => {
    const stored = await readCheckpoint(tx, projection.name, 'for update');
    if (stored !== undefined) {
      await tx.query(
        'update projection_checkpoints set position = 0, incarnation = $2 where name = $1',
        [projection.name, extent.incarnation],
      );
    }
    await emptyTables(tx, projection.tables);
  });
  const reader = startProjection({ batchMax: BATCH_MAX, ...rebuilding });
  try {
    await reader.reached(extent.last, Number.POSITIVE_INFINITY);
  } finally {
    await reader.stop();
  }
  const rebuilt: Rebuilt = {
    facts: Math.max(0, extent.last - extent.first + 1),
    rows: await countRows(dataSource.manager, projection.tables),
    tookMs: Math.round(performance.now() - startedAt),
  };
  log.info({ projection: projection.name, ...rebuilt }, 'projection rebuilt');
  return rebuilt;
}

async function countRows(
  tx: EntityManager,
  tables: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await tx.query<
      {
        rows: string;
      }[]
    >(`select count(*) as rows from ${quoteName(table)}`);
    counts[table] = Number(row?.rows ?? 0);
  }
  return counts;
}
