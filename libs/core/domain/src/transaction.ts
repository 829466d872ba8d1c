/**
 * One thing a wallet does on chain, from its signing to a finalized block. What redeems, merges and
 * approves has this life in common: signed on the ledger before anything is sent, replaced only under
 * the same nonce, undone by a reorganisation, and over only when the chain proves it.
 */
import type { Message } from './decider.js';
import { noUsd, type MicroShares, type MicroUsd } from './money.js';
import type { Instant, TokenId } from './vocabulary.js';

// Events, under the name of what is done. Their names and fields are stored for ever.

/** What is signed may be mined from here on; nothing else is sent for this attempt. */
export type Signed<Name extends string, Key> = Message<
  `${Name}Signed`,
  Key & SignedTransaction & { at: Instant }
>;
/** Signed again under the same nonce, so that at most one of them is ever mined. */
export type Replaced<Name extends string, Key> = Message<
  `${Name}Replaced`,
  Key & SignedTransaction & { why: string; at: Instant }
>;
/** The network or the relayer took it. A relayed one has its hash only when it is mined. */
export type Submitted<Name extends string, Key> = Message<
  `${Name}Submitted`,
  Key & { attempt: number; transactionHash: string; relayerId?: string; at: Instant }
>;
/** It stands in a block that may still be undone. */
export type Mined<Name extends string, Key> = Message<
  `${Name}Mined`,
  Key & { attempt: number; transactionHash: string; blockNumber: bigint; at: Instant }
>;
/** The block it stood in is no longer part of the chain: the same bytes are sent again. */
export type Undone<Name extends string, Key> = Message<
  `${Name}Undone`,
  Key & { attempt: number; transactionHash: string; detail: string; at: Instant }
>;
/** This attempt is over without its effect. `final`: a person is needed. */
export type Failed<Name extends string, Key> = Message<
  `${Name}Failed`,
  Key & { attempt: number; reason: FailureReason; detail: string; final: boolean; at: Instant }
>;
/** It takes longer than it may; it is gone on with. */
export type Delayed<Name extends string, Key> = Message<
  `${Name}Delayed`,
  Key & { attempt: number; detail: string; at: Instant }
>;

export type StepEvent<Name extends string, Key> =
  | Signed<Name, Key>
  | Replaced<Name, Key>
  | Submitted<Name, Key>
  | Mined<Name, Key>
  | Undone<Name, Key>
  | Failed<Name, Key>
  | Delayed<Name, Key>;

// State

export type Progress = {
  readonly kind: 'planned' | 'signed' | 'submitted' | 'mined';
  readonly attempts: number;
  /** The attempt after which a person is called. */
  readonly attemptsMax: number;
  /** Of the running attempt, newest last: either may be the one that is mined. */
  readonly transactions: readonly SignedTransaction[];
  /** What the relayer calls the newest one. */
  readonly relayerId?: string;
  /** Where one of them stands, until the chain undoes it. */
  readonly mined?: { readonly transactionHash: string; readonly blockNumber: bigint };
  readonly isDelayed: boolean;
  /** When the running attempt was signed. */
  readonly signedAt?: Instant;
};

export const planned = (attempts = 0): Progress => ({
  ...{ kind: 'planned', attempts, attemptsMax: attempts + ATTEMPTS_MAX },
  ...{ transactions: [], isDelayed: false },
});

/** Undefined when the attempt failed for good. */
export function evolveStep<Name extends string, Key>(
  name: Name,
  progress: Progress,
  event: StepEvent<Name, Key>,
): Progress | undefined {
  const step = stepOf(name, event);
  switch (step.type) {
    case 'Signed': {
      const { attempt, at } = step.data;
      const transactions = [signedOf(step.data)];
      const { attemptsMax } = progress;
      return {
        ...{ kind: 'signed', attempts: attempt, attemptsMax },
        ...{ transactions, isDelayed: false, signedAt: at },
      };
    }
    case 'Replaced': {
      if (progress.kind === 'planned') return progress;
      const { relayerId: _, mined: __, ...rest } = progress;
      const transactions = [...progress.transactions, signedOf(step.data)];
      return { ...rest, kind: 'signed', transactions };
    }
    case 'Submitted': {
      if (progress.kind === 'planned') return progress;
      const { relayerId } = step.data;
      return { ...progress, kind: 'submitted', ...(relayerId === undefined ? {} : { relayerId }) };
    }
    case 'Mined': {
      if (progress.kind === 'planned') return progress;
      const { transactionHash, blockNumber } = step.data;
      return { ...progress, kind: 'mined', mined: { transactionHash, blockNumber } };
    }
    case 'Undone': {
      const { mined: _, ...rest } = progress;
      return progress.kind === 'mined' ? { ...rest, kind: 'submitted' } : progress;
    }
    case 'Failed': {
      if (step.data.final) return undefined;
      const { attemptsMax } = progress;
      const attempts = step.data.attempt;
      return { kind: 'planned', attempts, attemptsMax, transactions: [], isDelayed: false };
    }
    case 'Delayed':
      return { ...progress, isDelayed: true };
  }
}

// Commands

export type RecordSigned = Message<'RecordSigned', SignedTransaction & { at: Instant }>;
/** Signed once more, under the nonce of the running attempt. */
export type RecordReplaced = Message<
  'RecordReplaced',
  SignedTransaction & { why: string; at: Instant }
>;
export type RecordSubmitted = Message<
  'RecordSubmitted',
  { transactionHash: string; relayerId?: string; at: Instant }
>;
export type RecordMined = Message<
  'RecordMined',
  { transactionHash: string; blockNumber: bigint; at: Instant }
>;
export type RecordUndone = Message<
  'RecordUndone',
  { transactionHash: string; detail: string; at: Instant }
>;
/** What a finalized block says of it. */
export type RecordProof = Message<'RecordProof', { proof: Proof; at: Instant }>;
export type RecordFailure = Message<
  'RecordFailure',
  {
    /** The attempt it ended: a repeat for an attempt that is over changes nothing. */
    attempt?: number;
    reason: FailureReason;
    detail: string;
    at: Instant;
  }
>;
export type RecordDelay = Message<'RecordDelay', { detail: string; at: Instant }>;

export type Command =
  | RecordSigned
  | RecordReplaced
  | RecordSubmitted
  | RecordMined
  | RecordUndone
  | RecordProof
  | RecordFailure
  | RecordDelay;

/** What its proof must show, to the unit. */
export type Expectation = {
  readonly burns: readonly Burn[];
  readonly payoutUsd: MicroUsd;
};

export type Decision<Name extends string, Key> =
  { readonly kind: 'step'; readonly event: StepEvent<Name, Key> } | { readonly kind: 'proven' };

/** Undefined when nothing follows; `proven` when the proof equals what was expected. */
export function decideStep<Name extends string, Key>(
  { name, key }: { readonly name: Name; readonly key: Key },
  command: Command,
  { progress, expected }: { readonly progress: Progress; readonly expected: Expectation },
): Decision<Name, Key> | undefined {
  const step = (next: Step): Decision<Name, Key> => ({
    kind: 'step',
    event: { type: `${name}${next.type}`, data: { ...key, ...next.data } } as StepEvent<Name, Key>,
  });
  const attempt = progress.attempts;
  switch (command.type) {
    case 'RecordSigned':
      return progress.kind === 'planned' && command.data.attempt === attempt + 1
        ? step({ type: 'Signed', data: command.data })
        : undefined;
    case 'RecordReplaced':
      return sharesItsNonce(progress, command.data)
        ? step({ type: 'Replaced', data: command.data })
        : undefined;
    case 'RecordSubmitted':
      if (progress.kind !== 'signed') return undefined;
      return step({ type: 'Submitted', data: { attempt, ...command.data } });
    case 'RecordMined':
      if (progress.kind === 'planned' || sameMined(progress, command.data)) return undefined;
      if (!isOurs(progress, command.data.transactionHash)) return undefined;
      return step({ type: 'Mined', data: { attempt, ...command.data } });
    case 'RecordUndone':
      if (progress.mined?.transactionHash !== command.data.transactionHash) return undefined;
      return step({ type: 'Undone', data: { attempt, ...command.data } });
    case 'RecordDelay':
      if (progress.isDelayed || progress.kind === 'planned') return undefined;
      return step({ type: 'Delayed', data: { attempt, ...command.data } });
    case 'RecordFailure': {
      // Nothing is signed yet while planned: what failed is the attempt about to be made.
      const over = progress.kind === 'planned' ? attempt + 1 : attempt;
      if ((command.data.attempt ?? over) !== over || progress.kind === 'mined') return undefined;
      const final = isFinal(command.data.reason) || over >= progress.attemptsMax;
      return step({ type: 'Failed', data: { ...command.data, attempt: over, final } });
    }
    case 'RecordProof': {
      const { proof, at } = command.data;
      if (progress.kind === 'planned' || !isOurs(progress, proof.transactionHash)) return undefined;
      const failure = failureIn(proof, expected);
      if (failure === undefined) return { kind: 'proven' };
      const final = isFinal(failure.reason) || attempt >= progress.attemptsMax;
      return step({ type: 'Failed', data: { attempt, ...failure, final, at } });
    }
  }
}

/** A transaction that succeeds and does not burn and pay exactly what it must is a failure. */
function failureIn(
  proof: Proof,
  { burns, payoutUsd }: Expectation,
): { readonly reason: FailureReason; readonly detail: string } | undefined {
  if (!proof.succeeded) return { reason: 'reverted', detail: proof.transactionHash };
  const found = proof.burned.filter(({ shares }) => shares > 0n);
  const burned =
    found.length === burns.length &&
    burns.every(({ tokenId, shares }) =>
      found.some((burn) => burn.tokenId === tokenId && burn.shares === shares),
    );
  if (burned && proof.payoutUsd === payoutUsd) return undefined;
  const detail = `expected ${payoutUsd}, paid ${proof.payoutUsd} micro-dollars`;
  // The tokens may be gone: trying again cannot mend this, only a person can.
  return { reason: proof.payoutUsd === noUsd ? 'paid_nothing' : 'paid_otherwise', detail };
}

/** What no further attempt can mend. */
const FINAL: readonly FailureReason[] = [
  ...(['paid_nothing', 'paid_otherwise', 'not_allowed', 'vanished'] as const),
];

const isFinal = (reason: FailureReason): boolean => FINAL.includes(reason);

/** Only what shares a nonce with what is out already: at most one of them can be mined. */
function sharesItsNonce(progress: Progress, next: SignedTransaction): boolean {
  const last = progress.transactions.at(-1);
  if (last === undefined || progress.kind === 'planned' || progress.kind === 'mined') return false;
  if (next.attempt !== progress.attempts) return false;
  if (progress.transactions.some((one) => one.rawTransaction === next.rawTransaction)) return false;
  return next.walletNonce === undefined || last.walletNonce === undefined
    ? next.walletNonce === last.walletNonce && next.nonce === last.nonce
    : next.walletNonce === last.walletNonce;
}

/** The hash of a relayed one is the relayer's to choose; its proof is what it burned and paid. */
export const isOurs = (
  { transactions }: Pick<Progress, 'transactions'>,
  transactionHash: string,
): boolean =>
  transactions.some((one) => one.route === 'relayer' || one.transactionHash === transactionHash);

const sameMined = (
  { mined }: Progress,
  { transactionHash, blockNumber }: RecordMined['data'],
): boolean => mined?.transactionHash === transactionHash && mined.blockNumber === blockNumber;

type Step = StepEvent<'', object>;

function stepOf<Name extends string, Key>(name: Name, event: StepEvent<Name, Key>): Step {
  // An event's type is its name before the step's.
  return { type: event.type.slice(name.length), data: event.data } as Step;
}

function signedOf(data: SignedTransaction): SignedTransaction {
  const { attempt, nonce, rawTransaction, transactionHash, route, walletNonce, signedBlock } = data;
  return {
    ...{ attempt, nonce, rawTransaction, transactionHash },
    ...(route === undefined ? {} : { route }),
    ...(walletNonce === undefined ? {} : { walletNonce }),
    ...(signedBlock === undefined ? {} : { signedBlock }),
  };
}

// Vocabulary

export const ATTEMPTS_MAX = 8;

/** How a signed transaction reaches the chain. */
export type Route = 'direct' | 'relayer';

export type SignedTransaction = {
  readonly attempt: number;
  /** Of the account that pays the gas; of the wallet when a relayer pays. */
  readonly nonce: number;
  /** The bytes that are sent; for a relayer the signed body, as it was sent. */
  readonly rawTransaction: string;
  /** Empty while a relayer has not chosen it. */
  readonly transactionHash: string;
  /** Absent in facts from before there was another: direct. */
  readonly route?: Route;
  /** The nonce of the wallet itself, when it has one beside that of the account that pays. */
  readonly walletNonce?: number;
  /** The newest final block when it was signed: nothing it does stands in it or before. */
  readonly signedBlock?: bigint;
};

export type Burn = { readonly tokenId: TokenId; readonly shares: MicroShares };

/** What a mined transaction did, read from its receipt. */
export type Proof = {
  readonly transactionHash: string;
  readonly blockNumber: bigint;
  readonly succeeded: boolean;
  readonly burned: readonly Burn[];
  readonly payoutUsd: MicroUsd;
};

export type FailureReason =
  | 'reverted'
  | 'paid_nothing'
  | 'paid_otherwise'
  | 'not_approved'
  | 'simulation_failed'
  | 'dropped'
  /** The relayer does not let this wallet or target through: asking again cannot help. */
  | 'not_allowed'
  /** The relayer took nothing, and may another time. */
  | 'relayer_refused'
  /** The relayer gave up on what it had taken. */
  | 'relayer_failed'
  /** The positions are gone, and no transaction shows where to. */
  | 'vanished';
