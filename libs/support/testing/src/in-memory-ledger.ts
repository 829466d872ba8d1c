/** The ledger in a list: every rule of the real one, nothing of its waiting. */
import {
  decodeFact,
  encodeFact,
  factId,
  fromHeaders,
  parseSubject,
  subjectOf,
  toHeaders,
} from '@sluice/contracts';
import type { Instant } from '@sluice/domain';
import {
  EMPTY,
  LedgerIntegrityError,
  LedgerUnavailableError,
  streamName,
  systemClock,
  type Appending,
  type AppendOutcome,
  type Following,
  type Ledger,
  type Loaded,
  type Position,
  type Recorded,
  type Revision,
  type StreamId,
  type Subscription,
} from '@sluice/ports';

export type InMemoryLedgerSettings = {
  /** The service that writes. */
  readonly source?: string;
  readonly now?: () => Instant;
  /** Position of the first fact; anything but 1 is a ledger whose beginning is missing. */
  readonly firstPosition?: number;
};

/** What several services share; each connects with its own name. */
export type InMemoryLedger = Ledger & {
  /** The same facts, written and read by another service. */
  as(source: string): Ledger;
  /** Stores a message as it is, valid or not, as a newer version or a stranger might. */
  inject(message: StoredText): void;
};

export type StoredText = {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
};

const BATCH_MAX = 500;
let ledgersMade = 0;

export function createInMemoryLedger(settings: InMemoryLedgerSettings = {}): InMemoryLedger {
  const { source = 'test', now = () => systemClock.now(), firstPosition = 1 } = settings;
  const incarnation = `in-memory-${(ledgersMade += 1)}`;
  const messages: StoredText[] = [];
  const waiting = new Set<() => void>();
  const wakeAll = (): void => waiting.forEach((wake) => wake());
  const store = (message: StoredText): number => {
    messages.push(message);
    return firstPosition + messages.length - 1;
  };

  // What stands never changes, so each message is read once.
  const read = new Map<number, Recorded>();
  const recordedAt = (index: number): Recorded => {
    const known = read.get(index);
    if (known !== undefined) return known;
    const message = messages[index];
    if (message === undefined) throw new RangeError(`nothing stands at ${index + firstPosition}`);
    const recorded = readText(message, (index + firstPosition) as Position);
    read.set(index, recorded);
    return recorded;
  };
  const onSubject = (subject: string): readonly Recorded[] =>
    messages.flatMap((message, index) => (message.subject === subject ? [recordedAt(index)] : []));

  const append = (by: string, appending: Appending): AppendOutcome => {
    const { stream, expected } = appending;
    const texts = textsOf(appending, { source: by, at: now() });
    const standing = onSubject(subjectOf(stream));
    const known = standing.find(({ id }) => id === texts[0]?.headers['ce-id']);
    if (known !== undefined) return repeated(texts, standing, { known, appending });
    if ((standing.at(-1)?.position ?? EMPTY) !== expected.revision) return { kind: 'conflict' };
    const positions = texts.map(store);
    wakeAll();
    return { kind: 'stored', recorded: positions.map((at) => recordedAt(at - firstPosition)) };
  };
  const repeated = (
    texts: readonly StoredText[],
    standing: readonly Recorded[],
    { known, appending }: { readonly known: Recorded; readonly appending: Appending },
  ): AppendOutcome => {
    const start = standing.indexOf(known);
    const found = standing.slice(start, start + texts.length);
    const same = texts.every((text, index) => {
      const position = found[index]?.position;
      const stored = position === undefined ? undefined : messages[position - firstPosition];
      return (
        stored?.payload === text.payload &&
        stored.headers['ce-type'] === text.headers['ce-type'] &&
        stored.headers['ce-id'] === text.headers['ce-id']
      );
    });
    if (same) return { kind: 'stored', recorded: found };
    if (known.position > appending.expected.revision) return { kind: 'conflict' };
    throw new LedgerIntegrityError(
      `could not store on ${streamName(appending.stream)}: the id ${known.id} belongs to another fact`,
    );
  };

  const load = (stream: StreamId, from: Revision = EMPTY): Loaded => {
    const all = onSubject(subjectOf(stream));
    if (from !== EMPTY && !all.some(({ position }) => (position as number) === from)) {
      throw new LedgerIntegrityError(`${streamName(stream)} has no fact at position ${from}`);
    }
    const last = all.at(-1);
    return {
      facts: all.filter(({ position }) => position > from),
      revision: (last?.position ?? EMPTY) as unknown as Revision,
      version: last?.version ?? 0,
    };
  };

  const follow = (following: Following): Subscription => {
    const state = { stopped: false };
    const run = async (): Promise<void> => {
      let next: number = following.after + 1;
      if (next > firstPosition + messages.length) {
        throw new LedgerIntegrityError(`the ledger ends before position ${following.after}`);
      }
      while (!state.stopped) {
        const index = next - firstPosition;
        if (index >= messages.length) {
          await new Promise<void>((resolve) => {
            const wake = (): void => (waiting.delete(wake), resolve());
            waiting.add(wake);
          });
          continue;
        }
        if (index < 0)
          throw new LedgerIntegrityError(`the ledger has a gap before ${firstPosition}`);
        // As over a network: never in the same turn as the append.
        await new Promise((resolve) => setImmediate(resolve));
        if (messages.length - index < BATCH_MAX) await following.linger?.();
        const size = Math.min(following.batchMax ?? BATCH_MAX, BATCH_MAX, messages.length - index);
        next += await pass(index, size, following);
      }
    };
    const pass = async (index: number, size: number, { onBatch }: Following): Promise<number> => {
      const batch: Recorded[] = [];
      let unreadable: Error | undefined;
      for (let at = index; at < index + size && unreadable === undefined; at += 1) {
        try {
          batch.push(recordedAt(at));
        } catch (error) {
          unreadable = error as Error;
        }
      }
      if (batch.length > 0) await onBatch(batch);
      if (unreadable !== undefined) throw unreadable;
      return batch.length;
    };
    const done = run();
    const stop = async (): Promise<void> => {
      state.stopped = true;
      wakeAll();
      await done.catch(() => undefined);
    };
    return { done, stop };
  };

  const connect = (by: string): Ledger => {
    const subscriptions: Subscription[] = [];
    let closed = false;
    const requireOpen = (): void => {
      if (closed) throw new LedgerUnavailableError(`${by} has closed its ledger`);
    };
    const open = <Result>(run: () => Result): Promise<Result> =>
      Promise.resolve().then(() => (requireOpen(), run()));
    return {
      append: (appending) => open(() => append(by, appending)),
      load: (stream, from) => open(() => load(stream, from?.revision)),
      follow: (following) => {
        requireOpen();
        const subscription = follow(following);
        subscriptions.push(subscription);
        return subscription;
      },
      extent: () =>
        open(() => ({
          incarnation,
          first: (messages.length === 0 ? 0 : firstPosition) as Position,
          last: (messages.length === 0 ? 0 : firstPosition + messages.length - 1) as Position,
        })),
      close: async () => {
        closed = true;
        await Promise.all(subscriptions.map((subscription) => subscription.stop()));
      },
    };
  };
  const inject = (message: StoredText): void => {
    store(message);
    wakeAll();
  };
  return { ...connect(source), as: connect, inject };
}

function textsOf(
  appending: Appending,
  by: { readonly source: string; readonly at: Instant },
): readonly StoredText[] {
  const { stream, facts, expected, causeId, journeyId } = appending;
  if (facts.length === 0) throw new RangeError('an append holds 1 to 1000 facts, was 0');
  return facts.map((fact, index) => ({
    subject: subjectOf(stream),
    payload: encodeFact(fact),
    headers: toHeaders({
      id: factId({ causeId, stream, index }),
      type: fact.type,
      stream: { aggregate: stream.aggregate, id: stream.id },
      ...by,
      journeyId,
      causeId,
      version: expected.version + 1 + index,
      previousPosition: expected.revision,
    }),
  }));
}

function readText(message: StoredText, position: Position): Recorded {
  const { schemaVersion, type, previousPosition: _, ...envelope } = fromHeaders(message.headers);
  const fact = decodeFact(type, message.payload, schemaVersion);
  return { ...fact, ...envelope, stream: parseSubject(message.subject), position };
}
