/** Reactions: what a service does about facts, decided once and kept until it is done. */
import type { Fact } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import type { Ahead, Effects } from './effects.js';
import {
  insertEffects,
  ONE_OWNER,
  type ClaimedEffect,
  type PendingEffect,
} from './pending-effects.js';
import { startReader, type Reader, type Reading } from './reader.js';

export type StartingReactions<Type extends Fact['type'] = Fact['type']> = Reading & {
  /** Also the checkpoint's key. */
  readonly name: string;
  /** Facts it reacts to; all, when left out. */
  readonly on?: readonly Type[];
  /**
   * Called for each fact in order. May append facts to the ledger, idempotently: after a crash it is
   * called again for what was not committed. Returns what has to be done outside.
   */
  readonly handle: (
    fact: Recorded<Extract<Fact, { readonly type: Type }>>,
  ) => Promise<readonly PendingEffect[]>;
  /** Whose effects they become: the lease's name where there are several writers. */
  readonly owner?: string;
  /** Who does them: at once as far as there is room, the rest when it finds them. */
  readonly effects?: Pick<Effects, 'wake' | 'room' | 'begin' | 'beginAhead'>;
};

/** Small, because an effect waits for the rest of its batch. */
const BATCH_MAX = 64;

/**
 * Follows the ledger; a batch's effects and the checkpoint are one transaction. Waits out failures
 * of Postgres and the ledger, also when `handle` throws them; anything else stops it.
 */
export function startReactions<Type extends Fact['type']>(
  starting: StartingReactions<Type>,
): Reader {
  const { name, on, handle, owner = ONE_OWNER, effects } = starting;
  const wanted = on === undefined ? undefined : new Set<string>(on);
  let decided = 0;
  let ahead: Ahead | undefined;
  let claimed: readonly ClaimedEffect[] = [];
  return startReader(starting, {
    name,
    version: 1,
    batchMax: BATCH_MAX,
    types: wanted,
    take: async (batch, untilDone) => {
      const pending: PendingEffect[] = [];
      for (const fact of batch) {
        if (wanted !== undefined && !wanted.has(fact.type)) continue;
        const matching = fact as Recorded<Extract<Fact, { readonly type: Type }>>;
        pending.push(...(await untilDone(`react to ${fact.id}`, () => handle(matching))));
      }
      decided = pending.length;
      ahead = undefined;
      claimed = [];
      if (pending.length === 0) return undefined;
      ahead = effects?.beginAhead(pending);
      return async (tx) => {
        claimed = await insertEffects(tx, owner, pending, effects?.room(), ahead?.begun);
      };
    },
    afterCommit: () => {
      effects?.begin(ahead?.kept(claimed) ?? claimed);
      if (decided > claimed.length) effects?.wake();
    },
  });
}
