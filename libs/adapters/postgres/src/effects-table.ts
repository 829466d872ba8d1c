/** The effects a service still owes, as they stand in its table. */
import type { DataSource } from 'typeorm';
import { claimedEffect, type ClaimedEffect, type ClaimedRow } from './pending-effects.js';

export type Backlog = {
  readonly pending: number;
  /** How long the oldest has been due, in ms; 0 when none is. */
  readonly oldestAgeMs: number;
  /** Those that failed at least once. */
  readonly failing: number;
};

/**
 * Takes the oldest due effect of each lane not in `busy`, at most `max`. A lane whose first effect
 * waits for another try waits with it; effects whose time has not come hold nobody up. That they are
 * begun is written before anybody acts.
 */
export async function claimEffects(
  dataSource: DataSource,
  {
    owner,
    busy,
    max,
  }: { readonly owner: string; readonly busy: readonly string[]; readonly max: number },
): Promise<readonly ClaimedEffect[]> {
  const [rows] = await dataSource.query<readonly [readonly ClaimedRow[], number]>(
    `with heads as (
       select distinct on (lane) sequence, next_attempt_at from pending_effects
       where owner = $1 and not_before <= now() and not lane = any ($2)
       order by lane, sequence
     ), due as (
       select sequence from heads where next_attempt_at <= now() order by sequence limit $3
     )
     update pending_effects p set attempts = attempts + 1, started_at = now()
     from due where p.sequence = due.sequence
     returning p.sequence, p.lane, p.effect, p.id, p.payload, p.attempts, p.created_at`,
    [owner, busy, max],
  );
  return rows
    .map(claimedEffect)
    .sort((one, other) => Number(one.sequence) - Number(other.sequence));
}

/** Done effects are not kept: what came of them stands on the ledger. */
export async function removeEffects(
  dataSource: DataSource,
  sequences: readonly string[],
): Promise<void> {
  const removing = 'delete from pending_effects where sequence = any ($1::bigint[])';
  await dataSource.query(removing, [sequences]);
}

export async function postponeEffect(
  dataSource: DataSource,
  sequence: string,
  { waitMs, error }: { readonly waitMs: number; readonly error: string | undefined },
): Promise<void> {
  await dataSource.query(
    `update pending_effects set last_error = $3,
       next_attempt_at = now() + $2::double precision * interval '1 millisecond'
     where sequence = $1`,
    [sequence, waitMs, error ?? null],
  );
}

export async function readBacklog(dataSource: DataSource, owner: string): Promise<Backlog> {
  const [row] = await dataSource.query<
    readonly { pending: string; failing: string; age: string | null }[]
  >(
    `select count(*) as pending, count(last_error) as failing,
       extract(epoch from now() - min(greatest(created_at, not_before))
         filter (where not_before <= now())) * 1000 as age
     from pending_effects where owner = $1`,
    [owner],
  );
  return {
    pending: Number(row?.pending ?? 0),
    failing: Number(row?.failing ?? 0),
    oldestAgeMs: Math.round(Number(row?.age ?? 0)),
  };
}
