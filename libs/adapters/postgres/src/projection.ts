/** A read model: tables kept true by one function of the facts, and nothing else. */
import type { Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import type { EntityManager } from 'typeorm';
import { startReader, type Reader, type Reading } from './reader.js';
import { quoteName } from './quote-name.js';

/**
 * Rows depend on facts alone: no `now()`, no random ids, no sequences. Then a rebuild gives the same
 * tables to the byte, and a test can prove it with {@link hashTables}.
 */
export type Projection<Event extends Fact = Fact> = {
  /** Also the checkpoint's key. */
  readonly name: string;
  /** Raised when `apply` changes its mind about old facts; the tables are then filled anew. */
  readonly version: number;
  /** Written by this projection only; emptied by a rebuild. */
  readonly tables: readonly string[];
  readonly on: readonly Event['type'][];
  /** Writes a batch of one or more facts of these types, in order. A thrown error stops it. */
  apply(tx: EntityManager, batch: readonly Recorded<Event>[]): Promise<void>;
};

export type StartingProjection = Reading & { readonly projection: Projection };

const BATCH_MAX = 1_000;
/**
 * One signal makes a handful of facts within this time. They cost one transaction instead of one each,
 * and tables do not compete with the order that is on its way.
 */
const LINGER_MS = 250;

/**
 * Keeps a read model level with the ledger. Failures of Postgres or the ledger that pass are waited
 * out; a fact that cannot be applied, a gap, another ledger, or another writer stops it, which
 * `state()` and `done` report.
 */
export function startProjection({ projection, ...reading }: StartingProjection): Reader {
  const wanted = new Set<string>(projection.on);
  return startReader(reading, {
    name: projection.name,
    version: projection.version,
    batchMax: BATCH_MAX,
    types: wanted,
    lingerMs: LINGER_MS,
    reset: (tx) => emptyTables(tx, projection.tables),
    take: (batch) => {
      const matching = batch.filter(({ type }) => wanted.has(type));
      if (matching.length === 0) return Promise.resolve(undefined);
      return Promise.resolve((tx) => projection.apply(tx, matching));
    },
  });
}

export async function emptyTables(tx: EntityManager, tables: readonly string[]): Promise<void> {
  if (tables.length > 0) await tx.query(`truncate ${tables.map(quoteName).join(', ')}`);
}
