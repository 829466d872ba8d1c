/** What a service has decided to do in the world and not yet done. */
import type { Instant } from '@sluice/domain';
import type { EntityManager } from 'typeorm';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export type PendingEffect = {
  /** Its kind; names the handler. */
  readonly effect: string;
  /** Deterministic: the same cause gives the same id. Unique within the kind. */
  readonly id: string;
  readonly payload: Json;
  /** Effects of one partition are done one at a time, oldest first. Without it, on its own. */
  readonly partition?: string;
  /** Not before this; until then it holds nobody up. */
  readonly notBefore?: Instant;
  /**
   * Begun while it is being kept, for its handler tells from the ledger what a process that died had
   * already done. Of an effect without partition.
   */
  readonly ahead?: boolean;
};

/** An effect about to be done. */
export type DueEffect = {
  readonly effect: string;
  readonly id: string;
  readonly payload: Json;
  /** 1 means it was never begun before, not even by a process that died; not so if begun ahead. */
  readonly attempt: number;
  readonly decidedAt: Instant;
};

/** Whose effects they are when a service has only one writer. */
export const ONE_OWNER = 'all';

/** An effect whose beginning is written down. */
export type ClaimedEffect = DueEffect & { readonly sequence: string; readonly lane: string };

export type ClaimedRow = {
  readonly sequence: string;
  readonly lane: string;
  readonly effect: string;
  readonly id: string;
  readonly payload: Json;
  readonly attempts: number;
  readonly created_at: Date;
};

export const claimedEffect = ({ attempts, created_at, ...row }: ClaimedRow): ClaimedEffect => ({
  ...row,
  attempt: attempts,
  decidedAt: created_at.toISOString(),
});

/** Until then the effects that are begun at once are left alone by those who look for due ones. */
const BEGINNING = '5 seconds';

/**
 * Keeps effects to be done, in the caller's transaction. One already pending is left as it is. At
 * most `beginMax` of those that wait for nothing are begun with it: they are returned, and the
 * caller does them after the commit, without asking the database what is due.
 */
export async function insertEffects(
  tx: EntityManager,
  owner: string,
  effects: readonly PendingEffect[],
  beginMax = 0,
  /** Begun already, whatever else waits. */
  ahead: ReadonlySet<PendingEffect> = new Set(),
): Promise<readonly ClaimedEffect[]> {
  if (effects.length === 0) return [];
  const rows = await tx.query<readonly ClaimedRow[]>(
    `with wanted as (
       select *, ahead or not_before <= now() and place <= $7
         and place = min(place) over (partition by lane)
         and not exists (
           select 1 from pending_effects p where p.owner = $1 and p.lane = e.lane
         ) as begins
       from unnest(
         $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $8::boolean[]
       ) with ordinality as e (effect, id, lane, payload, not_before, ahead, place)
     ), kept as (
       insert into pending_effects
         (owner, effect, id, lane, payload, not_before, attempts, started_at, next_attempt_at)
       select $1, effect, id, lane, payload::jsonb, not_before,
         case when begins then 1 else 0 end,
         case when begins then now() end,
         case when begins then now() + interval '${BEGINNING}' else '-infinity' end
       from wanted order by place
       on conflict (owner, effect, id) do nothing
       returning sequence, lane, effect, id, payload, attempts, created_at
     )
     select * from kept where attempts = 1 order by sequence`,
    [
      owner,
      effects.map(({ effect }) => effect),
      effects.map(({ id }) => id),
      effects.map(laneOf),
      effects.map(({ payload }) => JSON.stringify(payload)),
      effects.map(({ notBefore }) => notBefore ?? '-infinity'),
      beginMax,
      effects.map((effect) => ahead.has(effect)),
    ],
  );
  return rows.map(claimedEffect);
}

export const laneOf = ({ effect, id, partition }: PendingEffect): string =>
  partition === undefined ? `effect/${effect}/${id}` : `${SHARED}${partition}`;

const SHARED = 'partition/';

/** Whether one effect may wait there for another to be done. */
export const isShared = (lane: string): boolean => lane.startsWith(SHARED);
