/** A request the relayer took: what became of it, and how it is told to whoever asks. */
import type { Address, Hex } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';
import type { Submission } from './submission.js';

export type RelayState =
  | 'STATE_NEW'
  | 'STATE_EXECUTED'
  | 'STATE_MINED'
  | 'STATE_CONFIRMED'
  | 'STATE_FAILED'
  | 'STATE_INVALID';

export type Relayed = {
  readonly id: string;
  /** The key it was submitted under. */
  readonly keyId: string;
  readonly wallet: Address;
  readonly asked: Submission;
  readonly state: RelayState;
  readonly transactionHash: Hex | '';
  readonly error: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

export type RelayedOnes = {
  put(one: Relayed): Relayed;
  find(id: string): Relayed | undefined;
  ofKey(keyId: string): readonly Relayed[];
  /** What this wallet asked for and is neither mined nor given up. */
  inFlight(wallet: Address): Relayed | undefined;
  /** The same signed request, unless it came to nothing: then it may be asked again. */
  sameAs(asked: Submission): Relayed | undefined;
  unfinished(): readonly Relayed[];
};

/** How far back GET /transactions looks. */
const RECENT_MAX = 100;

export const createRelayedOnes = (journal: Journal): RelayedOnes => {
  const byId = new Map<string, Relayed>();
  for (const one of journal.restored('relayed')) byId.set(one.id, one);
  const all = (): readonly Relayed[] => [...byId.values()];
  return {
    put: (one) => {
      byId.set(one.id, one);
      journal.write('relayed', one);
      return one;
    },
    find: (id) => byId.get(id),
    ofKey: (keyId) =>
      all()
        .filter((one) => one.keyId === keyId)
        .slice(-RECENT_MAX)
        .reverse(),
    inFlight: (wallet) => all().find((one) => one.wallet === wallet && isInFlight(one)),
    sameAs: (asked) => all().find((one) => !cameToNothing(one) && same(one.asked, asked)),
    unfinished: () => all().filter((one) => isInFlight(one) || one.state === 'STATE_MINED'),
  };
};

/** As `GET /transaction` and `GET /transactions` tell it. */
export const relayedView = (one: Relayed) => ({
  transactionID: one.id,
  transactionHash: one.transactionHash,
  from: one.asked.from,
  to: one.asked.to,
  proxyAddress: one.wallet,
  data: 'data' in one.asked ? one.asked.data : '0x',
  nonce: 'nonce' in one.asked ? one.asked.nonce.toString() : '',
  value: '0',
  state: one.state,
  type: one.asked.type,
  metadata: one.asked.metadata,
  createdAt: new Date(one.createdAtMs).toISOString(),
  updatedAt: new Date(one.updatedAtMs).toISOString(),
  ...(one.error === '' ? {} : { errorMsg: one.error }),
});

/** As the newer `GET /v1/account/transactions/{id}` tells it. */
export const relayedViewV1 = (one: Relayed) => ({
  transaction_id: one.id,
  transaction_hash: one.transactionHash,
  state: one.state,
  error_msg: one.error,
});

const isInFlight = ({ state }: Relayed): boolean =>
  state === 'STATE_NEW' || state === 'STATE_EXECUTED';

const cameToNothing = ({ state }: Relayed): boolean =>
  state === 'STATE_FAILED' || state === 'STATE_INVALID';

/** What is signed is the same when the signature is; a creation without one is the same for its owner. */
const same = (one: Submission, other: Submission): boolean =>
  one.type === other.type &&
  one.from === other.from &&
  signatureOf(one) === signatureOf(other) &&
  ('nonce' in one ? one.nonce : 0n) === ('nonce' in other ? other.nonce : 0n);

const signatureOf = (asked: Submission): string =>
  'signature' in asked ? asked.signature.toLowerCase() : '';
