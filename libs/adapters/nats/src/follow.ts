/** Follows the ledger for ever: in order, without gaps, through every change of server. */
import type { JetStreamManager } from '@nats-io/jetstream';
import {
  LedgerIntegrityError,
  LedgerUnavailableError,
  type Following,
  type Incarnation,
  type Recorded,
  type Subscription,
} from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import { forbiddenBy } from './answer.js';
import type { NatsLink } from './connect.js';
import { LEDGER_STREAM } from './ensure-ledger.js';
import { openFeed, type Delivered, type Feed } from './feed.js';
import type { LedgerLog, LedgerObserver } from './metrics.js';
import type { Tail } from './tail.js';

export type FollowContext = LedgerObserver & {
  readonly link: NatsLink;
  /** With a short timeout: an unanswered question is asked again elsewhere. */
  readonly manager: JetStreamManager;
  readonly incarnation: Incarnation;
  readonly log: LedgerLog;
  /** Read together with all who have caught up. */
  readonly tail: Tail;
};

const BATCH_MAX = 500;
const REOPEN_PAUSE_MS = 200;
const FAILURES_BEFORE_CHANGE = 2;
/** The stream is ahead of us and nothing came for so long: the reading is stuck, take another. */
const STUCK_AFTER_MS = 5_000;
/** A server cut off from the others may know less than we do, but not for longer than this. */
const BEHIND_PATIENCE_MS = 5_000;

export function follow(context: FollowContext, following: Following): Subscription {
  const stopping = new AbortController();
  const done = run(context, following, stopping.signal);
  return {
    done,
    stop: async () => {
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
}

async function run(
  context: FollowContext,
  following: Following,
  stopping: AbortSignal,
): Promise<void> {
  let position: number = following.after;
  let behindSince: number | undefined;
  let failures = 0;
  while (!stopping.aborted) {
    if (context.link.connection.isClosed()) {
      throw new LedgerUnavailableError(`${following.name} lost its connection for good`);
    }
    let feed: Feed;
    try {
      const last = await sameLedger(context, position);
      behindSince = last >= position ? undefined : (behindSince ?? Date.now());
      if (behindSince !== undefined) requirePatience(following.name, behindSince, position, last);
      if (last < position) throw new Error(`the server knows only ${last} facts`);
      feed = context.tail.feedAfter(position) ?? (await openFeed({ ...context, after: position }));
      failures = 0;
    } catch (error) {
      if (error instanceof LedgerIntegrityError) throw error;
      const forbidden = forbiddenBy(error);
      if (forbidden !== undefined) {
        throw new LedgerIntegrityError(`${following.name} may not read the ledger: ${forbidden}`);
      }
      failures += 1;
      if (failures >= FAILURES_BEFORE_CHANGE) context.link.changeServer();
      context.log.warn({ follower: following.name, position, error: String(error) }, 'Cannot read');
      await sleep(REOPEN_PAUSE_MS, undefined, { signal: stopping }).catch(() => undefined);
      continue;
    }
    position = await drain(context, following, { feed, position, stopping });
  }
}

type Draining = {
  readonly feed: Feed;
  readonly position: number;
  readonly stopping: AbortSignal;
};

/** Passes on what the feed gives until it breaks or we stop; answers how far it came. */
async function drain(
  context: FollowContext,
  following: Following,
  { feed, position: from, stopping }: Draining,
): Promise<number> {
  const batchMax = Math.min(following.batchMax ?? BATCH_MAX, BATCH_MAX);
  let position = from;
  let integrity: LedgerIntegrityError | undefined;
  const watch = setInterval(() => {
    void watchFeed(context, following.name, feed, position).catch((error: unknown) => {
      if (!(error instanceof LedgerIntegrityError)) return;
      integrity = error;
      feed.break();
    });
  }, STUCK_AFTER_MS);
  const onStop = (): void => feed.close();
  stopping.addEventListener('abort', onStop, { once: true });
  if (stopping.aborted) onStop();
  try {
    for (;;) {
      const facts = await feed.take(batchMax, following.linger);
      if (integrity !== undefined) throw integrity;
      if (facts.length === 0 || stopping.aborted) return position;
      await pass(facts, following);
      position = facts.at(-1)?.position ?? position;
      context.onLag?.(following.name, feed.behind());
      if (context.tail.takesOver(feed, position)) return position;
    }
  } finally {
    clearInterval(watch);
    stopping.removeEventListener('abort', onStop);
    feed.close();
  }
}

/** What precedes an unreadable fact is passed on first; then following ends. */
async function pass(facts: readonly Delivered[], following: Following): Promise<void> {
  const batch: Recorded[] = [];
  let unreadable: Error | undefined;
  for (const one of facts) {
    unreadable = unreadableIn(one, following);
    if (unreadable !== undefined || !('fact' in one)) break;
    batch.push(one.fact);
  }
  if (batch.length > 0) await following.onBatch(batch);
  if (unreadable !== undefined) throw unreadable;
}

function unreadableIn(one: Delivered, { types }: Following): Error | undefined {
  if ('unreadable' in one) return one.unreadable;
  if (types !== undefined && !types.has(one.fact.type)) return undefined;
  try {
    // It is read when it is first asked for.
    Reflect.get(one.fact, 'data');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function watchFeed(
  context: FollowContext,
  name: string,
  feed: Feed,
  position: number,
): Promise<void> {
  const last = await sameLedger(context, position);
  const quietMs = Date.now() - feed.lastMessageAt();
  context.onLag?.(name, Math.max(0, last - position));
  const unread = last - position - feed.behind();
  if (unread > 0 && quietMs >= STUCK_AFTER_MS) feed.break();
}

/** The position of the last fact. @throws LedgerIntegrityError when it is another ledger. */
async function sameLedger(
  { manager, incarnation }: FollowContext,
  position: number,
): Promise<number> {
  const { created, state } = await manager.streams.info(LEDGER_STREAM);
  if (created !== incarnation) {
    throw new LedgerIntegrityError(
      `the ledger was made anew: it is of ${created}, this follower read the one of ${incarnation}`,
    );
  }
  if (state.first_seq > position + 1) {
    throw new LedgerIntegrityError(
      `the ledger begins at position ${state.first_seq}, nothing stands after ${position}`,
    );
  }
  return state.last_seq;
}

function requirePatience(name: string, since: number, position: number, last: number): void {
  if (Date.now() - since < BEHIND_PATIENCE_MS) return;
  throw new LedgerIntegrityError(
    `${name} has read up to position ${position}, but the ledger ends at ${last}`,
  );
}
