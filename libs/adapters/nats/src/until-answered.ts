/** Asks again, with growing pauses, until an answer or the deadline. */
import { LedgerIntegrityError, LedgerUnavailableError } from '@sluice/ports';
import { UnknownFactError } from '@sluice/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { forbiddenBy } from './answer.js';
import type { NatsLink } from './connect.js';

const PAUSE_LEAST_MS = 20;
const PAUSE_MOST_MS = 200;
/** A server that did not answer so often is left for another. */
const TRIES_BEFORE_CHANGE = 2;

/** A pause of 20 ms that doubles with every try up to 200 ms, half of it chance. */
export function pauseMs(tries: number): number {
  const whole = Math.min(PAUSE_MOST_MS, PAUSE_LEAST_MS * 2 ** Math.min(tries, 10));
  return whole / 2 + (Math.random() * whole) / 2;
}

export type Asking = {
  /** Completes "could not …". */
  readonly what: string;
  readonly deadlineMs: number;
  readonly link: NatsLink;
};

/**
 * @throws LedgerUnavailableError when `deadlineMs` passes without an answer; what is wrong with the
 * ledger itself is thrown at once.
 */
export async function untilAnswered<Result>(
  { what, deadlineMs, link }: Asking,
  ask: (tries: number) => Promise<Result>,
): Promise<Result> {
  const end = Date.now() + deadlineMs;
  let last: unknown;
  for (let tries = 0; Date.now() < end; tries += 1) {
    try {
      return await ask(tries);
    } catch (error) {
      if (error instanceof LedgerIntegrityError || error instanceof UnknownFactError) throw error;
      const forbidden = forbiddenBy(error);
      if (forbidden !== undefined)
        throw new LedgerIntegrityError(`could not ${what}: ${forbidden}`);
      last = error;
    }
    if (tries >= TRIES_BEFORE_CHANGE) link.changeServer();
    await sleep(pauseMs(tries));
  }
  throw new LedgerUnavailableError(`could not ${what} within ${deadlineMs} ms: ${String(last)}`, {
    cause: last,
  });
}
