/** Which failures pass by themselves, and how we wait for that. */
import { setTimeout as sleep } from 'node:timers/promises';
import { said, type Log } from './log.js';

const FIRST_WAIT_MS = 50;
const WAIT_MS_MAX = 5_000;
/** From this wait on a person hears of it; shorter hiccups are not worth a line. */
const WAIT_MS_WORTH_A_LINE = 400;

const TRANSIENT_STATES = new Set([
  '25006', // read-only: talking to a standby during a failover
  '25P03', // idle in transaction for too long, after this process was paused
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock not available
  '57P01', // administrator shut it down
  '57P02', // crash shutdown
  '57P03', // starting up
  '57P05', // idle session timeout
]);
const TRANSIENT_STATE_CLASSES = new Set(['08', '53', '58']); // connection, resources, disk

const TRANSIENT_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

const TRANSIENT_NAMES = new Set([
  'LedgerUnavailableError',
  // What TypeORM says once the connection broke between two statements of a transaction.
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
]);

/** pg reports a lost connection in these words only. */
const TRANSIENT_WORDS =
  /^Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|^timeout expired/;

/** True for failures of Postgres or of the ledger that another try may not meet. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, name, errors } = error as {
    readonly code?: unknown;
    readonly name?: unknown;
    readonly errors?: unknown;
  };
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isTransient);
  if (typeof code === 'string') {
    if (TRANSIENT_CODES.has(code) || TRANSIENT_STATES.has(code)) return true;
    if (/^[0-9A-Z]{5}$/.test(code) && TRANSIENT_STATE_CLASSES.has(code.slice(0, 2))) return true;
  }
  return TRANSIENT_NAMES.has(String(name)) || TRANSIENT_WORDS.test(said(error));
}

export type Persisting = {
  /** Completes "could not …" in the log. */
  readonly what: string;
  readonly log: Log;
  /** Ends the waiting: the last failure is thrown. */
  readonly signal: AbortSignal;
  readonly onRetry?: (error: unknown) => void;
};

/**
 * Does the work until it succeeds, for ever, with growing waits up to 5 s. Throws what is not
 * transient at once, and the last failure when the signal says so.
 */
export async function persist<Result>(
  { what, log, signal, onRetry }: Persisting,
  work: (attempt: number) => Promise<Result>,
): Promise<Result> {
  let failures = 0;
  for (let attempt = 1; ; attempt += 1) {
    const startedAt = performance.now();
    try {
      return await work(attempt);
    } catch (error) {
      if (!isTransient(error) || signal.aborted) throw error;
      // Work that held for a while and then failed starts again at the shortest wait.
      failures = performance.now() - startedAt > WAIT_MS_MAX * 2 ? 1 : failures + 1;
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16), WAIT_MS_MAX);
      onRetry?.(error);
      if (waitMs >= WAIT_MS_WORTH_A_LINE) {
        log.warn({ attempt, waitMs, error: said(error) }, `could not ${what}, trying again`);
      }
      if ((await pause(waitMs, signal)) === 'ended') throw error;
    }
  }
}

/** Waits, unless the signal ends it. */
export async function pause(waitMs: number, signal: AbortSignal): Promise<'over' | 'ended'> {
  await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  return signal.aborted ? 'ended' : 'over';
}
