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
};

/** An effect about to be done. */
export type DueEffect = {
  readonly effect: string;
  readonly id: string;
  readonly payload: Json;
  /** 1 means it was never begun before, not even by a process that died. */
  readonly attempt: number;
  readonly decidedAt: Instant;
};

/** Whose effects they are when a service has only one writer. */
export const ONE_OWNER = 'all';

/** Keeps effects to be done, in the caller's transaction. One already pending is left as it is. */
export async function insertEffects(
  tx: EntityManager,
  owner: string,
  effects: readonly PendingEffect[],
): Promise<void> {
  if (effects.length === 0) return;
  await tx.query(
    `insert into pending_effects (owner, effect, id, lane, payload, not_before)
     select $1, effect, id, lane, payload::jsonb, not_before
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
       with ordinality as e (effect, id, lane, payload, not_before, place)
     order by place
     on conflict (owner, effect, id) do nothing`,
    [
      owner,
      effects.map(({ effect }) => effect),
      effects.map(({ id }) => id),
      effects.map(laneOf),
      effects.map(({ payload }) => JSON.stringify(payload)),
      effects.map(({ notBefore }) => notBefore ?? '-infinity'),
    ],
  );
}

const laneOf = ({ effect, id, partition }: PendingEffect): string =>
  partition === undefined ? `effect/${effect}/${id}` : `partition/${partition}`;
