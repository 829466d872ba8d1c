/** The relayer at work: takes signed requests, sends them in turn, and follows them until they are final. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { VenueChainError, type ChainAccess } from '../chain/chain-access.js';
import type { Journal } from '../journal/journal.js';
import { refusedSubmission, walletAsked } from './check-submission.js';
import { createRelayedOnes, type Relayed, type RelayedOnes } from './relayed.js';
import { sendSubmission, type Sent } from './send-submission.js';
import type { Submission } from './submission.js';
import { createRelayerTroubles, type RelayerTroubles } from './trouble.js';

export type Relayer = {
  readonly chain: ChainAccess;
  readonly relayed: RelayedOnes;
  readonly troubles: RelayerTroubles;
  /** The same signed request again answers what became of it; a refusal tells why in words. */
  submit(keyId: string, asked: Submission): Promise<Relayed | { readonly refusal: string }>;
  stop(): Promise<void>;
};

export type RelayerOptions = {
  readonly chain: ChainAccess;
  readonly journal: Journal;
  readonly nowMs: () => number;
  /** From being taken to being sent. */
  readonly sendAfterMs: number;
  /** Told when a deposit wallet has come to be. */
  readonly onDepositWallet: (made: Pick<Relayed, 'wallet' | 'asked'>) => void;
  readonly log: (line: string) => void;
};

const FINAL_POLL_MS = 100;

export const createRelayer = (options: RelayerOptions): Relayer => {
  const { chain, nowMs, log } = options;
  const relayed = createRelayedOnes(options.journal);
  const troubles = createRelayerTroubles();
  const stopping = new AbortController();
  const working = new Set<Promise<void>>();

  const change = (one: Relayed, more: Partial<Relayed>): Relayed =>
    relayed.put({ ...one, ...more, updatedAtMs: nowMs() });

  const begin = (doing: Promise<void>): void => {
    const work: Promise<void> = doing
      .catch((error: unknown) => log(`Could not follow a relayed request: ${String(error)}`))
      .finally(() => working.delete(work));
    working.add(work);
  };

  const carryOut = async (taken: Relayed): Promise<void> => {
    const slow = troubles.take('slow');
    await pause(options.sendAfterMs + (slow?.ms ?? 0), stopping.signal);
    if (stopping.signal.aborted) return;
    if (troubles.take('failed') !== undefined)
      return void change(taken, {
        state: 'STATE_FAILED',
        error: 'transaction failed on the chain',
      });
    if (troubles.take('invalid') !== undefined)
      return void change(taken, { state: 'STATE_INVALID', error: 'transaction is invalid' });
    const one = await sendAndTell(taken);
    if (one.state === 'STATE_MINED' || one.state === 'STATE_EXECUTED') await confirm(one);
  };

  const sendAndTell = async (taken: Relayed): Promise<Relayed> => {
    let one = taken;
    try {
      const sent = await sendSubmission(chain, taken.asked, (transactionHash) => {
        one = change(one, { state: 'STATE_EXECUTED', transactionHash });
      });
      if (taken.asked.type === 'WALLET-CREATE') options.onDepositWallet(taken);
      return change(one, minedAs(sent));
    } catch (error) {
      if (!(error instanceof VenueChainError)) throw error;
      /* Without an answer the chain alone knows, and is asked. */
      if (error.outcome === 'unknown') return one;
      const state = one.transactionHash === '' ? 'STATE_INVALID' : 'STATE_FAILED';
      return change(one, { state, error: error.message });
    }
  };

  const confirm = async (one: Relayed): Promise<void> => {
    while (!stopping.signal.aborted) {
      const fate = await fateOf(chain, one);
      if (fate === 'final') {
        change(one, { state: 'STATE_CONFIRMED' });
        return;
      }
      if (fate === 'gone') {
        change(one, { state: 'STATE_FAILED', error: 'transaction left the chain in a reorg' });
        return;
      }
      await pause(FINAL_POLL_MS, stopping.signal);
    }
  };

  for (const one of relayed.unfinished()) {
    if (one.state === 'STATE_NEW') begin(carryOut(one));
    else begin(confirm(one));
  }

  return {
    chain,
    relayed,
    troubles,
    submit: async (keyId, asked) => {
      const before = relayed.sameAs(asked);
      if (before !== undefined) return before;
      const refusal = await refusedSubmission(chain, relayed, asked, nowMs());
      if (refusal !== undefined) return { refusal };
      const meanwhile = relayed.sameAs(asked) ?? relayed.inFlight(walletAsked(asked));
      if (meanwhile !== undefined) return { refusal: 'wallet busy: another request came first' };
      const at = nowMs();
      const taken = relayed.put({
        id: randomUUID(),
        keyId,
        wallet: walletAsked(asked),
        asked,
        state: 'STATE_NEW',
        transactionHash: '',
        error: '',
        createdAtMs: at,
        updatedAtMs: at,
      });
      begin(carryOut(taken));
      return taken;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(working);
    },
  };
};

const minedAs = ({ transactionHash, refusedInside }: Sent): Partial<Relayed> =>
  refusedInside
    ? { state: 'STATE_FAILED', transactionHash, error: 'the wallet refused the relayed call' }
    : { state: 'STATE_MINED', transactionHash };

/** `gone`: the block it was mined in would be final by now and it is not on the chain. */
const fateOf = async (
  { reader, hasMined }: ChainAccess,
  { transactionHash }: Relayed,
): Promise<'waiting' | 'final' | 'gone'> => {
  if (transactionHash === '' || !(await hasMined(transactionHash))) return 'gone';
  const [{ blockNumber }, finalized] = await Promise.all([
    reader.getTransactionReceipt({ hash: transactionHash }),
    reader.getBlock({ blockTag: 'finalized' }),
  ]);
  return blockNumber <= finalized.number ? 'final' : 'waiting';
};

/** Shorter when the relayer stops. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Told to stop; the caller looks at the signal.
  }
};
