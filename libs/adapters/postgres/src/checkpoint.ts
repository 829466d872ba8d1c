/** How far a reader of the ledger has come, kept so that nobody moves it twice. */
import { LedgerIntegrityError, type LedgerExtent, type Position } from '@sluice/ports';
import type { DataSource, EntityManager } from 'typeorm';

export type Checkpoint = {
  readonly name: string;
  readonly version: number;
  readonly position: Position;
  readonly incarnation: string;
  /** The epoch of the lease under which it is moved; 0 without a lease. */
  readonly epoch: number;
};

/** Somebody else moved this checkpoint, or took over: this process must stop writing. */
export class ProjectionFencedError extends Error {
  override readonly name = 'ProjectionFencedError';
}

export type OpeningCheckpoint = Pick<Checkpoint, 'name' | 'version' | 'epoch'> & {
  readonly extent: LedgerExtent;
  /** Empties what an older version wrote; without it the newer version reads on where that was. */
  readonly reset?: (tx: EntityManager) => Promise<void>;
};

/**
 * Reads the checkpoint, or starts it at 0, and takes it for this epoch. Throws
 * {@link LedgerIntegrityError} when the ledger is not the one it was, and
 * {@link ProjectionFencedError} when a later epoch holds it.
 */
export function openCheckpoint(
  dataSource: DataSource,
  { name, version, epoch, extent, reset }: OpeningCheckpoint,
): Promise<Checkpoint> {
  return dataSource.transaction(async (tx) => {
    await tx.query(
      `insert into projection_checkpoints (name, version, position, incarnation, epoch)
       values ($1, $2, 0, $3, $4) on conflict (name) do nothing`,
      [name, version, extent.incarnation, epoch],
    );
    const stored = await readCheckpoint(tx, name, 'for update');
    if (stored === undefined) throw new Error(`Checkpoint ${name} vanished while it was opened`);
    refuseForeign(stored, version, epoch);
    const outdated = stored.version < version && reset !== undefined;
    if (outdated) await reset(tx);
    const position = outdated ? (0 as Position) : stored.position;
    // What has read nothing yet belongs to no ledger.
    const incarnation = position === 0 ? extent.incarnation : stored.incarnation;
    const checkpoint: Checkpoint = { name, version, position, incarnation, epoch };
    refuseOtherLedger(checkpoint, extent);
    await tx.query(
      `update projection_checkpoints set version = $2, position = $3, incarnation = $4, epoch = $5
       where name = $1`,
      [name, version, position, incarnation, epoch],
    );
    return checkpoint;
  });
}

/** Moves the checkpoint from exactly where `from` says; false when it is not there. */
export async function advanceCheckpoint(
  tx: EntityManager,
  from: Checkpoint,
  to: Position,
): Promise<boolean> {
  const [moved] = await tx.query<readonly [readonly unknown[], number]>(
    `update projection_checkpoints set position = $2, updated_at = now()
     where name = $1 and position = $3 and incarnation = $4 and epoch = $5 and version = $6
     returning name`,
    [from.name, to, from.position, from.incarnation, from.epoch, from.version],
  );
  return moved.length === 1;
}

export async function readCheckpoint(
  tx: EntityManager,
  name: string,
  lock: '' | 'for update' = '',
): Promise<Checkpoint | undefined> {
  const [row] = await tx.query<
    readonly { version: number; position: string; incarnation: string; epoch: string }[]
  >(
    `select version, position, incarnation, epoch from projection_checkpoints
     where name = $1 ${lock}`,
    [name],
  );
  if (row === undefined) return undefined;
  const { version, incarnation } = row;
  const position = Number(row.position) as Position;
  return { name, version, position, incarnation, epoch: Number(row.epoch) };
}

/**
 * Says that the ledger `to` is a faithful restoration of `from`: every fact at its old position.
 * A person's decision, for all checkpoints of the schema; returns how many were moved over.
 */
export async function acceptRestoredLedger(
  dataSource: DataSource,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number> {
  const [, count] = await dataSource.query<readonly [unknown, number]>(
    'update projection_checkpoints set incarnation = $2 where incarnation = $1',
    [from, to],
  );
  return count;
}

/** Throws unless the ledger is the one this checkpoint was written from, and holds what follows. */
export function refuseOtherLedger(checkpoint: Checkpoint, extent: LedgerExtent): void {
  const { name, position, incarnation } = checkpoint;
  const repair =
    'Do not continue on it. If the ledger was restored with every fact at its old position, accept ' +
    'the restored ledger; if it was replaced on purpose, rebuild the projections.';
  const refuse = (found: string): never => {
    throw new LedgerIntegrityError(
      `${name} has read the ledger ${incarnation} up to ${position}, but ${found}. ${repair}`,
    );
  };
  if (incarnation !== extent.incarnation) refuse(`the ledger is now ${extent.incarnation}`);
  if (extent.last < position) refuse(`the ledger ends at ${extent.last}`);
  if (extent.first > position + 1) refuse(`the ledger begins at ${extent.first}`);
}

function refuseForeign(stored: Checkpoint, version: number, epoch: number): void {
  const { name } = stored;
  if (stored.epoch > epoch) {
    throw new ProjectionFencedError(
      `${name} belongs to epoch ${stored.epoch}; this process holds ${epoch} and must not write`,
    );
  }
  if (stored.version > version) {
    throw new ProjectionFencedError(
      `${name} was written by version ${stored.version}; this release only knows ${version}`,
    );
  }
}
