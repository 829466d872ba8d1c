/** The right to write for a range of partitions, held by one process at a time. */
import type { DataSource } from 'typeorm';
import { said, silent, type Log } from './log.js';
import { pause, persist } from './transient.js';

export type AcquiringLease = {
  readonly dataSource: DataSource;
  /** What it covers, such as "executor/00-63". */
  readonly name: string;
  /**
   * Who asks. The same holder gets its lease back at once, so the name must stand for a place where
   * only one process can be, such as a pod of a stateful set.
   */
  readonly holder: string;
  /** How long it lasts without renewal; renewed three times as often. */
  readonly ttlMs: number;
  /** Ends the waiting for a lease somebody else holds. */
  readonly signal?: AbortSignal;
  readonly onLost?: (reason: string) => void;
  readonly log?: Log;
};

export type Lease = {
  readonly name: string;
  /** Grows with every takeover; goes into every checkpoint written under this lease. */
  readonly epoch: number;
  /** True when it will still be ours after `forMs`, as far as this process can know. */
  held(forMs?: number): boolean;
  /** Resolves with the reason when it is lost; stays open after release(). */
  readonly lost: Promise<string>;
  /** Gives it back, so that the next holder need not wait. */
  release(): Promise<void>;
};

const ASK_AGAIN_MS_MAX = 500;

/** Waits until the lease is free, for ever unless the signal ends it. */
export async function acquireLease(acquiring: AcquiringLease): Promise<Lease> {
  const { name, ttlMs, log = silent } = acquiring;
  const signal = acquiring.signal ?? new AbortController().signal;
  const waiting = { what: `ask for the lease ${name}`, log, signal };
  for (;;) {
    signal.throwIfAborted();
    // Counted from before the question: our clock must end before the database's does.
    const asked = await persist(waiting, async () => ({
      at: performance.now(),
      epoch: await take(acquiring),
    }));
    if (asked.epoch !== undefined) {
      log.info({ lease: name, holder: acquiring.holder, epoch: asked.epoch }, 'lease taken');
      return keep(acquiring, asked.epoch, asked.at + ttlMs);
    }
    await pause(Math.min(ttlMs / 4, ASK_AGAIN_MS_MAX), signal);
  }
}

function keep(acquiring: AcquiringLease, epoch: number, firstDeadline: number): Lease {
  const { name, ttlMs, log = silent } = acquiring;
  const ending = new AbortController();
  let deadline = firstDeadline;
  let isLost = false;
  let tell: (reason: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    tell = resolve;
  });

  function lose(reason: string): void {
    if (isLost || ending.signal.aborted) return;
    isLost = true;
    ending.abort();
    log.error({ lease: name, epoch, reason }, 'lease lost');
    tell(reason);
    acquiring.onLost?.(reason);
  }

  async function renewForever(): Promise<void> {
    while ((await pause(ttlMs / 3, ending.signal)) === 'over') {
      const askedAt = performance.now();
      try {
        if (await renew(acquiring, epoch)) deadline = askedAt + ttlMs;
        else lose('another holder took it');
      } catch (error) {
        log.warn({ lease: name, error: said(error) }, 'lease could not be renewed, trying again');
      }
    }
  }

  // A renewal may hang; this does not.
  const watch = setInterval(() => {
    if (performance.now() >= deadline) lose(`it could not be renewed for ${ttlMs} ms`);
  }, ttlMs / 10);
  watch.unref();
  ending.signal.addEventListener('abort', () => {
    clearInterval(watch);
  });
  const renewing = renewForever();

  return {
    name,
    epoch,
    lost,
    held: (forMs = 0) => !isLost && !ending.signal.aborted && performance.now() + forMs < deadline,
    release: async () => {
      ending.abort();
      await renewing;
      if (!isLost) await giveBack(acquiring, epoch).catch(() => undefined);
    },
  };
}

async function take(acquiring: AcquiringLease): Promise<number | undefined> {
  const { dataSource, name, holder, ttlMs } = acquiring;
  const [row] = await dataSource.query<readonly { epoch: string }[]>(
    `insert into leases as l (name, holder, epoch, expires_at)
     values ($1, $2, 1, now() + $3::double precision * interval '1 millisecond')
     on conflict (name) do update
       set holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
       where l.expires_at <= now() or l.holder = excluded.holder
     returning epoch`,
    [name, holder, ttlMs],
  );
  return row === undefined ? undefined : Number(row.epoch);
}

async function renew(acquiring: AcquiringLease, epoch: number): Promise<boolean> {
  const { dataSource, name, holder, ttlMs } = acquiring;
  const [rows] = await dataSource.query<readonly [readonly unknown[], number]>(
    `update leases set expires_at = now() + $4::double precision * interval '1 millisecond'
     where name = $1 and holder = $2 and epoch = $3 returning epoch`,
    [name, holder, epoch, ttlMs],
  );
  return rows.length === 1;
}

async function giveBack(
  { dataSource, name, holder }: AcquiringLease,
  epoch: number,
): Promise<void> {
  await dataSource.query(
    'update leases set expires_at = now() where name = $1 and holder = $2 and epoch = $3',
    [name, holder, epoch],
  );
}
