/**
 * The end of the ledger, read once for all followers of a connection that have caught up: a fact is
 * delivered and decoded once for a process, not once for each of its tables.
 */
import { openFeed, type Delivered, type Feed, type OpeningFeed } from './feed.js';

export type Tail = {
  /** Undefined when it does not hold what follows there: read on from there by yourself. */
  feedAfter(position: number): Feed | undefined;
  /** Whether this reading of a follower's own has come to where the tail can go on. */
  takesOver(feed: Feed, position: number): boolean;
  close(): void;
};

/** Followers further behind than so many facts read for themselves. */
const HELD_MAX = 1_000;
const TAKEN_MAX = 500;

export function openTail(reaching: Pick<OpeningFeed, 'link' | 'manager'>): Tail {
  let reading: Reading | undefined;
  let opening = false;
  let closed = false;

  /** Failing is no harm: who asks next tries again, and until then all read for themselves. */
  async function open(after: number): Promise<void> {
    opening = true;
    try {
      const feed = await openFeed({ ...reaching, after });
      if (closed) return feed.close();
      const opened = read(feed, after);
      reading = opened;
      void opened.ended.then(() => {
        if (reading === opened) reading = undefined;
      });
    } catch {
      return;
    } finally {
      opening = false;
    }
  }

  return {
    feedAfter: (position) => (reading?.holds(position) ? reading.feedAfter(position) : undefined),
    takesOver: (feed, position) => {
      if (closed || reading?.isOf(feed) || feed.behind() > 0) return false;
      if (reading === undefined && !opening) void open(position);
      return reading?.holds(position) ?? false;
    },
    close: () => {
      closed = true;
      reading?.end();
    },
  };
}

type Reading = {
  holds(position: number): boolean;
  feedAfter(position: number): Feed;
  isOf(feed: Feed): boolean;
  end(): void;
  readonly ended: Promise<void>;
};

function read(source: Feed, after: number): Reading {
  const held: Delivered[] = [];
  const feeds = new WeakSet<Feed>();
  const waiting = new Set<() => void>();
  /** Of the fact before the first one held. */
  let before = after;
  let over = false;
  let failure: Error | undefined;

  const last = (): number => before + held.length;
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const end = (): void => {
    over = true;
    source.close();
    wakeAll();
  };

  async function run(): Promise<void> {
    while (!over) {
      const facts = await source.take(TAKEN_MAX);
      if (facts.length === 0) return;
      held.push(...facts);
      if (held.length > 2 * HELD_MAX) {
        const dropped = held.length - HELD_MAX;
        held.splice(0, dropped);
        before += dropped;
      }
      wakeAll();
    }
  }
  const ended = run()
    .catch((error: unknown) => {
      failure = error as Error;
    })
    .finally(end);

  function feedAfter(position: number): Feed {
    let at = position;
    let closed = false;
    const feed: Feed = {
      take: async (max, linger) => {
        while (!closed && !over && last() <= at) {
          await new Promise<void>((resolve) => waiting.add(resolve));
        }
        if (last() - at < max && !closed && !over) await linger?.();
        if (last() <= at && failure !== undefined) throw failure;
        if (closed || at < before) return [];
        const from = at - before;
        const taken = held.slice(from, from + max);
        at += taken.length;
        return taken;
      },
      behind: () => Math.max(0, last() - at) + source.behind(),
      lastMessageAt: () => source.lastMessageAt(),
      break: end,
      close: () => {
        closed = true;
        wakeAll();
      },
    };
    feeds.add(feed);
    return feed;
  }

  return {
    holds: (position) => !over && position >= before,
    feedAfter,
    isOf: (feed) => feeds.has(feed),
    end,
    ended,
  };
}
