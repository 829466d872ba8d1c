/** One batch of facts and its checkpoint, written together or not at all. */
import { LedgerIntegrityError, type Position, type Recorded } from '@sluice/ports';
import type { DataSource, EntityManager } from 'typeorm';
import {
  advanceCheckpoint,
  ProjectionFencedError,
  readCheckpoint,
  type Checkpoint,
} from './checkpoint.js';

export type Write = (tx: EntityManager) => Promise<void>;

/**
 * Moves the checkpoint and writes, in one transaction; without a write the move alone is one
 * statement, for most batches hold nothing that a reader wants. `attempt` above 1 says that an
 * earlier try ended without an answer: it may have been committed, and then this one finds it done.
 */
export async function commitBatch(
  dataSource: DataSource,
  {
    from,
    to,
    attempt,
  }: { readonly from: Checkpoint; readonly to: Position; readonly attempt: number },
  write: Write | undefined,
): Promise<void> {
  try {
    if (write === undefined) {
      if (await advanceCheckpoint(dataSource.manager, from, to)) return;
      throw fenced(from, to);
    }
    await dataSource.transaction(async (tx) => {
      if (!(await advanceCheckpoint(tx, from, to))) throw fenced(from, to);
      await write(tx);
    });
  } catch (error) {
    const maybeDone = error instanceof ProjectionFencedError && attempt > 1;
    if (maybeDone && (await isAt(dataSource, { ...from, position: to }))) return;
    throw error;
  }
}

/** The position after this batch; throws when it does not follow on the checkpoint fact by fact. */
export function endOf(batch: readonly Recorded[], { name, position }: Checkpoint): Position {
  let expected = position;
  for (const fact of batch) {
    expected = (expected + 1) as Position;
    if (fact.position === expected) continue;
    throw new LedgerIntegrityError(
      `${name} expected fact ${expected} of the ledger and got ${fact.position}. Facts are missing ` +
        'or repeated: check the ledger before anything is started again.',
    );
  }
  return expected;
}

const fenced = ({ name, position, epoch }: Checkpoint, to: Position): ProjectionFencedError =>
  new ProjectionFencedError(
    `${name} could not move from ${position} to ${to} in epoch ${epoch}: somebody else moved it`,
  );

async function isAt(dataSource: DataSource, expected: Checkpoint): Promise<boolean> {
  const found = await readCheckpoint(dataSource.manager, expected.name);
  const { position, epoch, incarnation, version } = expected;
  if (found === undefined) return false;
  const sameLine = found.incarnation === incarnation && found.version === version;
  return sameLine && found.position === position && found.epoch === epoch;
}
