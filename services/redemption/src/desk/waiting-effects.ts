/** What this service still owes of each condition, and how to let it be tried now. */
import type { ConditionId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

export type Waiting = {
  readonly nextTryAt: string;
  readonly lastError: string | undefined;
};

/** The effect of a condition that is tried next. Their ids hold what they are about. */
export async function waitingOf(database: DataSource, about: string): Promise<Waiting | undefined> {
  const [row]: readonly { next_attempt_at: Date; last_error: string | null }[] =
    await database.query(
      `select greatest(next_attempt_at, not_before, created_at) as next_attempt_at, last_error
       from pending_effects where strpos(id, $1) > 0
       order by 1, sequence limit 1`,
      [about],
    );
  return row === undefined
    ? undefined
    : { nextTryAt: row.next_attempt_at.toISOString(), lastError: row.last_error ?? undefined };
}

/** Whether anything waited for a later time. It is begun by the next look at what is due. */
export async function hasten(database: DataSource, conditionId: ConditionId): Promise<boolean> {
  const [, changed] = await database.query<readonly [unknown, number]>(
    `update pending_effects
     set next_attempt_at = least(next_attempt_at, now()), not_before = least(not_before, now())
     where strpos(id, $1) > 0 and greatest(next_attempt_at, not_before) > now()`,
    [conditionId],
  );
  return changed > 0;
}
