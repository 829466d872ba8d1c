/** A ledger as a list, for the specs of this adapter: its faults can be switched on. */
import type { Fact } from '@sluice/domain';
import {
  LedgerUnavailableError,
  type Following,
  type Ledger,
  type LedgerExtent,
  type Position,
  type Recorded,
} from '@sluice/ports';

export type ListLedger = Pick<Ledger, 'follow' | 'extent'> & {
  /** Appends signals of these names, each of its own stream; returns the last position. */
  hold(...names: readonly string[]): Position;
  /** Also delivers facts written from now on that skip `count` positions. */
  skip(count: number): void;
  /** Becomes another ledger with the same facts. */
  replace(extent: Partial<LedgerExtent>): void;
  /** Gives no answer to the next `count` questions about its extent. */
  refuseExtent(count: number): void;
};

const LOOK_EVERY_MS = 2;
const BATCH_MAX = 1_000;

export function listLedger(): ListLedger & Ledger {
  const facts: Recorded[] = [];
  let extent: Partial<LedgerExtent> = {};
  let last = 0;
  let refusals = 0;
  return {
    hold: (...names) => {
      for (const name of names) {
        last += 1;
        facts.push(ignored(name, last as Position));
      }
      return last as Position;
    },
    skip: (count) => {
      last += count;
    },
    replace: (next) => {
      extent = next;
    },
    refuseExtent: (count) => {
      refusals = count;
    },
    extent: () => {
      refusals -= 1;
      if (refusals >= 0) return Promise.reject(new LedgerUnavailableError('no answer'));
      return Promise.resolve({
        incarnation: 'first',
        first: 1 as Position,
        last: last as Position,
        ...extent,
      });
    },
    follow: (following) => follow(facts, following),
    append: () => Promise.reject(new Error('not in these specs')),
    load: () => Promise.reject(new Error('not in these specs')),
    close: () => Promise.resolve(),
  };
}

function follow(
  facts: readonly Recorded[],
  { after, batchMax = BATCH_MAX, linger, onBatch }: Following,
): { stop(): Promise<void>; readonly done: Promise<void> } {
  let stopped = false;
  const run = async (): Promise<void> => {
    let at: number = after;
    while (!stopped) {
      const from = at;
      if (facts.some(({ position }) => position > from)) await linger?.();
      const batch = facts.filter(({ position }) => position > from).slice(0, batchMax);
      if (batch.length > 0) await onBatch(batch);
      else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      at = batch.at(-1)?.position ?? at;
    }
  };
  const done = run();
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      stopped = true;
      await done;
    },
  };
}

function ignored(name: string, position: Position): Recorded {
  const fact = {
    type: 'SignalIgnored',
    data: { signalId: name, source: 'test', externalId: name, detail: name },
  } as unknown as Fact;
  return {
    ...fact,
    id: `${name}@${position}`,
    stream: { aggregate: 'signal', id: name, partition: 0 },
    position,
    version: 1,
    at: '2026-01-01T00:00:00.000Z',
    journeyId: name,
    causeId: 'test',
    source: 'test',
  };
}
