/** Reads what the relayer answers: taken, refused by name, or nothing to go by. */
import type { RelayedTransaction, Submission } from '@sluice/ports';
import { z } from 'zod';
import { RelayerUnavailableError } from './errors.js';

export type Answer = { readonly status: number; readonly text: string };

const Taken = z.object({ transactionID: z.string().min(1) });
const Listed = z.array(
  z.object({
    transactionID: z.string(),
    transactionHash: z.string().nullish(),
    state: z.string(),
    errorMsg: z.string().nullish(),
  }),
);

/** Throws RelayerUnavailableError when nobody knows whether it was taken. */
export function submissionIn({ status, text }: Answer): Submission {
  if (status >= 200 && status < 300) {
    const taken = Taken.safeParse(asJson(text));
    if (taken.success) return { kind: 'taken', relayerId: taken.data.transactionID };
    throw new RelayerUnavailableError(`The relayer answered ${status} without a transaction`);
  }
  if (status >= 500 || status === 429 || status === 408) {
    throw new RelayerUnavailableError(`The relayer answered ${status}: ${short(text)}`);
  }
  const detail = `the relayer answered ${status}: ${short(text)}`;
  // Its nonce on chain tells what is on its way, not the relayer.
  if (UNDER_WAY.test(text)) return { kind: 'waits', detail };
  if (NOT_ALLOWED.test(text)) return { kind: 'refused', reason: 'not_allowed', detail };
  // Nobody else would do it either: what was to be redeemed is gone.
  if (NOTHING_HELD.test(text)) return { kind: 'refused', reason: 'simulation_failed', detail };
  return { kind: 'refused', reason: 'relayer_refused', detail };
}

/** Undefined when the relayer does not list it yet. Throws RelayerUnavailableError. */
export function transactionIn(
  { status, text }: Answer,
  relayerId: string,
): RelayedTransaction | undefined {
  const listed = Listed.safeParse(status === 200 ? asJson(text) : undefined);
  if (!listed.success) {
    throw new RelayerUnavailableError(`The relayer answered ${status} for a transaction`);
  }
  const found = listed.data.find(({ transactionID }) => transactionID === relayerId);
  if (found === undefined) return undefined;
  const state = STATES[found.state];
  if (state === undefined) {
    throw new RelayerUnavailableError(`The relayer knows a state we do not: ${found.state}`);
  }
  const detail = found.errorMsg ?? found.state;
  return { state, transactionHash: found.transactionHash ?? '', detail };
}

const STATES: Readonly<Record<string, RelayedTransaction['state'] | undefined>> = {
  STATE_NEW: 'waiting',
  STATE_EXECUTED: 'waiting',
  STATE_MINED: 'mined',
  STATE_CONFIRMED: 'confirmed',
  STATE_FAILED: 'failed',
  STATE_INVALID: 'failed',
};

const UNDER_WAY = /nonce|busy|in.?flight|already (known|submitted|exists)|duplicate/i;
const NOTHING_HELD = /PRECHECK_SKIPPED|zero position balance/i;
const NOT_ALLOWED = /allow(ed)?.?list|not allowed|not in the allowed/i;

const WORDS_MAX = 300;
const short = (text: string): string => text.slice(0, WORDS_MAX);

export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
