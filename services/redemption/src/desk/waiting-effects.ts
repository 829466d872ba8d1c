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
      `select next_attempt_at, last_error from pending_effects where strpos(id, $1) > 0
       order by next_attempt_at, sequence limit 1`,
      [about],
    );
  return row === undefined
    ? undefined
    : { nextTryAt: row.next_attempt_at.toISOString(), lastError: row.last_error ?? undefined };
}

/** Whether anything waited for a later time. It is begun by the next look at what is due. */
export async function hasten(database: DataSource, conditionId: ConditionId): Promise<boolean> {
  const [, changed] = await database.query<readonly [unknown, number]>(
    `update pending_effects set next_attempt_at = now()
     where strpos(id, $1) > 0 and next_attempt_at > now()`,
    [conditionId],
  );
  return changed > 0;
}
