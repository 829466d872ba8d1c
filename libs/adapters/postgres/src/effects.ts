/** Does what was decided: every pending effect at least once, in order within its partition. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import {
  claimEffects,
  postponeEffect,
  readBacklog,
  removeEffects,
  type Backlog,
} from './effects-table.js';
import { said, silent, type Log } from './log.js';
import {
  isShared,
  laneOf,
  ONE_OWNER,
  type ClaimedEffect,
  type DueEffect,
  type PendingEffect,
} from './pending-effects.js';
import { together } from './together.js';
import { persist } from './transient.js';

export type EffectOutcome = 'done' | { readonly retryAfterMs: number; readonly error?: string };

/**
 * Acts on the world. It may be called again for what it has already done, after a crash or a lost
 * answer, so from the second attempt on it looks before it acts.
 */
export type EffectHandler = (effect: DueEffect) => Promise<EffectOutcome>;

export type StartingEffects = {
  readonly dataSource: DataSource;
  /** By kind of effect. */
  readonly handlers: Readonly<Record<string, EffectHandler>>;
  /** Effects in hand at a time. */
  readonly concurrency: number;
  readonly owner?: string;
  /** Asked before every effect; false leaves it to whoever may. Hand in `Lease.held`. */
  readonly mayAct?: () => boolean;
  readonly log?: Log;
};

export type EffectsState = Backlog & {
  readonly running: number;
  /** What it is waiting out at the moment. */
  readonly retrying?: string;
};

export type Effects = {
  /** Looks for due effects now instead of at the next poll. */
  wake(): void;
  /** How many more may be begun now; they must be handed to `begin`. */
  room(): number;
  /** Does effects whose beginning was committed with the facts that ask for them. */
  begin(claimed: readonly ClaimedEffect[]): void;
  /** Begins those that may be begun ahead of the commit that keeps them, as far as there is room. */
  beginAhead(pending: readonly PendingEffect[]): Ahead;
  state(): EffectsState;
  /** Takes nothing more and waits for what is in hand, at most ten seconds. */
  stop(): Promise<void>;
};

export type Ahead = {
  readonly begun: ReadonlySet<PendingEffect>;
  /** After the commit: under which numbers they are kept. Gives what was not begun ahead. */
  kept(claimed: readonly ClaimedEffect[]): readonly ClaimedEffect[];
};

const POLL_MS = 1_000;
const STOP_MS = 10_000;
const FIRST_RETRY_MS = 250;
const RETRY_MS_MAX = 60_000;

/** Only one of these may run for an owner at a time: a lease decides which. */
export function startEffects(starting: StartingEffects): Effects {
  const { dataSource, concurrency, owner = ONE_OWNER, log = silent } = starting;
  const handlers = new Map(Object.entries(starting.handlers));
  const mayAct = starting.mayAct ?? ((): boolean => true);
  const stopping = new AbortController();
  const inHand = new Map<string, Promise<void>>();
  let backlog: Backlog = { pending: 0, oldestAgeMs: 0, failing: 0 };
  let retrying: string | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  const remove = together((sequences: readonly string[]) => removeEffects(dataSource, sequences));
  /** Whether there may be effects nobody began: asking after each that is done costs a question. */
  let mayWait = true;

  function wake(): void {
    mayWait = true;
    lookAgain = true;
    looking ??= look().finally(() => {
      looking = undefined;
      if (lookAgain && !stopping.signal.aborted) wake();
    });
  }

  async function look(): Promise<void> {
    while (lookAgain && !stopping.signal.aborted) {
      lookAgain = false;
      if (inHand.size >= concurrency || !mayAct()) return;
      try {
        const asked = { owner, busy: [...inHand.keys()], max: concurrency - inHand.size };
        const claimed = await claimEffects(dataSource, asked);
        retrying = undefined;
        for (const effect of claimed) begin(effect);
        if (claimed.length > 0) lookAgain = true;
        else mayWait = false;
      } catch (error) {
        // The next poll looks again.
        retrying = `could not read pending effects: ${said(error)}`;
        log.warn({ owner, error: said(error) }, 'could not read pending effects, trying again');
        return;
      }
    }
  }

  function begin(effect: ClaimedEffect): void {
    perform(effect, Promise.resolve(effect.sequence));
  }

  function beginAhead(pending: readonly PendingEffect[]): Ahead {
    const begun = pending
      .filter((one) => one.ahead === true && !inHand.has(laneOf(one)))
      .slice(0, Math.max(0, room()));
    const told = new Map<string, (sequence: string | undefined) => void>();
    for (const one of begun) {
      const { effect, id, payload } = one;
      const sequence = new Promise<string | undefined>((resolve) => {
        told.set(laneOf(one), resolve);
        stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      const decidedAt = systemClock.now();
      perform({ effect, id, payload, lane: laneOf(one), attempt: 1, decidedAt }, sequence);
    }
    return {
      begun: new Set(begun),
      kept: (claimed) => {
        const sequences = new Map(claimed.map(({ lane, sequence }) => [lane, sequence]));
        for (const [lane, tell] of told) tell(sequences.get(lane));
        return claimed.filter(({ lane }) => !told.has(lane));
      },
    };
  }

  /** `sequence`: its number in the table; undefined when this process ends before it has one. */
  function perform(
    effect: Omit<ClaimedEffect, 'sequence'>,
    sequence: Promise<string | undefined>,
  ): void {
    // One that was just done may not have left its lane yet.
    const before = inHand.get(effect.lane) ?? Promise.resolve();
    const work = before
      .then(async () => {
        const outcome = await act(effect);
        await settle(effect, await sequence, outcome);
      })
      .catch((error: unknown) => {
        log.error({ ...nameOf(effect), error: said(error) }, 'effect could not be settled');
      })
      .finally(() => {
        if (inHand.get(effect.lane) === work) inHand.delete(effect.lane);
        if (mayWait || isShared(effect.lane)) wake();
      });
    inHand.set(effect.lane, work);
  }

  async function settle(
    effect: DueEffect,
    sequence: string | undefined,
    outcome: EffectOutcome,
  ): Promise<void> {
    if (sequence === undefined) return;
    const settling = { what: `settle ${effect.effect} ${effect.id}`, log, signal: stopping.signal };
    if (outcome === 'done') {
      await persist(settling, () => remove(sequence));
      return;
    }
    const { retryAfterMs: waitMs, error } = outcome;
    await persist(settling, () => postponeEffect(dataSource, sequence, { waitMs, error }));
    if (waitMs < POLL_MS) setTimeout(wake, waitMs + 1).unref();
  }

  async function act(effect: Omit<ClaimedEffect, 'sequence'>): Promise<EffectOutcome> {
    const handler = handlers.get(effect.effect);
    const { lane: _, ...due } = effect;
    const retryAfterMs = Math.min(
      FIRST_RETRY_MS * 2 ** Math.min(due.attempt - 1, 16),
      RETRY_MS_MAX,
    );
    if (!mayAct()) return { retryAfterMs: POLL_MS };
    try {
      if (handler === undefined) throw new Error(`nobody handles effects of kind ${due.effect}`);
      return await handler(due);
    } catch (error) {
      log.error({ ...nameOf(effect), retryAfterMs, error: said(error) }, 'effect failed');
      return { retryAfterMs, error: said(error) };
    }
  }

  const room = (): number => (mayAct() && !stopping.signal.aborted ? concurrency - inHand.size : 0);

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      wake();
      backlog = await readBacklog(dataSource, owner).catch(() => backlog);
      await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const polling = poll();

  return {
    wake,
    room,
    beginAhead,
    begin: (claimed) => claimed.forEach(begin),
    state: () => ({
      ...{ ...backlog, running: inHand.size },
      ...(retrying === undefined ? {} : { retrying }),
    }),
    stop: async () => {
      const giveUp = new AbortController();
      const late = sleep(STOP_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
      stopping.abort();
      const settled = Promise.allSettled([polling, looking, ...inHand.values()]);
      await Promise.race([settled.then(() => Promise.allSettled(inHand.values())), late]);
      giveUp.abort();
    },
  };
}

const nameOf = ({ effect, id, attempt }: DueEffect): object => ({ effect, id, attempt });
