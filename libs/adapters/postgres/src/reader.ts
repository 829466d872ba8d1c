/** Reads the ledger from a checkpoint, batch by batch, each batch in one transaction with it. */
import type { Ledger, Position, Recorded, Subscription } from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { openCheckpoint, refuseOtherLedger, type Checkpoint } from './checkpoint.js';
import { commitBatch, endOf, type Write } from './commit-batch.js';
import { said, silent, type Log } from './log.js';
import { isTransient, persist } from './transient.js';
import { openWaitingRoom } from './waiting-room.js';

export type Reading = {
  readonly ledger: Ledger;
  readonly dataSource: DataSource;
  /** Of the lease under which it writes; 0, the default, without one. */
  readonly epoch?: number;
  readonly batchMax?: number;
  /** Facts not read yet, after each batch and every two seconds. */
  readonly onLag?: (lag: number) => void;
  readonly log?: Log;
};

export type ReaderState = {
  readonly name: string;
  /** The last fact taken in, committed. */
  readonly position: Position;
  /** Facts on the ledger after it, as of the last look. */
  readonly lag: number;
  readonly running: boolean;
  /** What it is waiting out at the moment. */
  readonly retrying?: string;
  /** Why it stopped for good. */
  readonly error?: Error;
};

export type Reader = {
  state(): ReaderState;
  /** Resolves when everything up to `position` is committed; rejects when late or stopped. */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /** Ends after the running batch. */
  stop(): Promise<void>;
  /** Resolves after stop(), rejects with what ended the reading. */
  readonly done: Promise<void>;
};

/** Tries again what fails for reasons that pass; throws the rest. */
export type UntilDone = <Result>(
  what: string,
  work: (attempt: number) => Promise<Result>,
) => Promise<Result>;

export type Work = {
  readonly name: string;
  readonly version: number;
  readonly batchMax: number;
  /** Facts it looks into; all, when left out. */
  readonly types?: ReadonlySet<string> | undefined;
  /** How long a batch that is not full waits for more facts, unless somebody waits for it. */
  readonly lingerMs?: number;
  readonly reset?: (tx: EntityManager) => Promise<void>;
  /**
   * Prepares a batch outside the transaction; what it returns is done inside, maybe repeatedly.
   * Undefined when there is nothing to write.
   */
  readonly take: (batch: readonly Recorded[], untilDone: UntilDone) => Promise<Write | undefined>;
  readonly afterCommit?: () => void;
};

const LOOK_AT_LAG_EVERY_MS = 2_000;
/** A checkpoint that moved over facts nobody here wants is written at this pace. */
const KEEP_EVERY_MS = 1_000;
const KEEP_EVERY_FACTS = 10_000;

export function startReader(reading: Reading, work: Work): Reader {
  const { ledger, dataSource, log = silent } = reading;
  const { name } = work;
  const stopping = new AbortController();
  const room = openWaitingRoom();
  let checkpoint: Checkpoint | undefined;
  let head = 0;
  let running = true;
  let retrying: string | undefined;
  let failure: Error | undefined;
  let subscription: Subscription | undefined;
  /** The checkpoint as it is stored: behind `checkpoint` by facts that left nothing to write. */
  let kept: Checkpoint | undefined;
  const inTurn = turns();
  /** The last position somebody waits for. */
  let awaited = 0;
  let goOn: () => void = () => undefined;

  const position = (): Position => checkpoint?.position ?? (0 as Position);
  const lag = (): number => Math.max(0, head - position());

  const untilDone: UntilDone = async (what, attempt) => {
    const onRetry = (error: unknown): void => {
      retrying = `could not ${what}: ${said(error)}`;
    };
    const result = await persist({ what, log, signal: stopping.signal, onRetry }, attempt);
    retrying = undefined;
    return result;
  };

  async function open(): Promise<Checkpoint> {
    const extent = await ledger.extent();
    head = extent.last;
    const { version, reset } = work;
    const opening = { name, version, epoch: reading.epoch ?? 0, extent };
    return openCheckpoint(dataSource, reset === undefined ? opening : { ...opening, reset });
  }

  async function follow(): Promise<void> {
    const start = await untilDone(`open the checkpoint of ${name}`, open);
    let at = start;
    let proven = false;
    kept = start;
    moveTo(start);
    const takeBatch = async (batch: readonly Recorded[]): Promise<void> => {
      if (batch.length === 0) return;
      const extent = proven ? undefined : await untilDone('ask the ledger', () => ledger.extent());
      if (extent !== undefined) refuseOtherLedger(at, extent);
      proven = true;
      const to = endOf(batch, at);
      const write = await work.take(batch, untilDone);
      const unkept = to - (kept ?? start).position;
      if (write !== undefined || unkept >= KEEP_EVERY_FACTS) await keep(to, write);
      at = { ...at, position: to };
      moveTo(at);
      work.afterCommit?.();
    };
    if (stopping.signal.aborted) return;
    const batchMax = reading.batchMax ?? work.batchMax;
    const onBatch = (batch: readonly Recorded[]): Promise<void> => inTurn(() => takeBatch(batch));
    subscription = ledger.follow({
      ...{ name, after: at.position, batchMax, linger, onBatch },
      ...(work.types === undefined ? {} : { types: work.types }),
    });
    try {
      await Promise.race([subscription.done, keepNowAndThen()]);
    } finally {
      await subscription.stop().catch(() => undefined);
    }
    await inTurn(catchUp);
  }

  async function linger(): Promise<void> {
    if (work.lingerMs === undefined || awaited > position() || stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, work.lingerMs);
      goOn = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** What left nothing to write need not be read again after the next start, if it can be helped. */
  async function keepNowAndThen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(KEEP_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      await inTurn(catchUp);
    }
  }

  async function catchUp(): Promise<void> {
    if (kept !== undefined && kept.position < position()) await keep(position());
  }

  async function keep(to: Position, write?: Write): Promise<void> {
    const from = kept;
    if (from === undefined) return;
    await untilDone(`commit ${name} up to ${to}`, (attempt) =>
      commitBatch(dataSource, { from, to, attempt }, write),
    );
    kept = { ...from, position: to };
  }

  function moveTo(next: Checkpoint): void {
    checkpoint = next;
    head = Math.max(head, next.position);
    retrying = undefined;
    reading.onLag?.(lag());
    room.announce();
  }

  const lookAtLag = async (): Promise<void> => {
    head = (await ledger.extent()).last;
    reading.onLag?.(lag());
  };
  const timer = setInterval(() => {
    lookAtLag().catch(() => undefined);
  }, LOOK_AT_LAG_EVERY_MS);
  timer.unref();

  const done = untilDone(`follow the ledger for ${name}`, follow)
    .catch((error: unknown) => {
      if (stopping.signal.aborted && isTransient(error)) return;
      failure = error as Error;
      log.error({ reader: name, position: position(), error: said(error) }, 'reading stopped');
      throw error;
    })
    .finally(() => {
      running = false;
      clearInterval(timer);
      room.announce();
    });
  done.catch(() => undefined);

  return {
    done,
    state: () => ({
      ...{ name, position: position(), lag: lag(), running },
      ...(retrying === undefined ? {} : { retrying }),
      ...(failure === undefined ? {} : { error: failure }),
    }),
    stop: async () => {
      stopping.abort();
      goOn();
      await subscription?.stop().catch(() => undefined);
      await done.catch(() => undefined);
    },
    reached: (wanted, timeoutMs) => {
      const arrived = (): boolean | Error => {
        if (checkpoint !== undefined && position() >= wanted) return true;
        if (running) return false;
        const message = `${name} stopped at ${position()} before it reached ${wanted}`;
        return new Error(message, { cause: failure });
      };
      awaited = Math.max(awaited, wanted);
      if (position() < wanted) goOn();
      return room.until(arrived, timeoutMs, `${name} reaching ${wanted}`);
    },
  };
}

/** Lets one piece of work begin when the one before has ended. */
function turns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
