/**
 * Redemption: what one account gets for one resolved condition.
 *
 * A winner is planned, signed, sent and booked only on proof: the burn and the payout on chain equal
 * what the plan expected. A loser is confirmed from the chain's payouts. One stream per account and
 * condition.
 */
import type { Decider, Message } from './decider.js';
import { noUsd, sum, type MicroShares, type MicroUsd } from './money.js';
import type { AccountId, ConditionId, Instant, TokenId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

/** The plan: what burns and what that must pay. */
export type Requested = Message<'RedemptionRequested', Plan & { at: Instant }>;
/** The transaction is signed; from here only these bytes are broadcast for this attempt. */
export type Signed = Message<
  'RedemptionSigned',
  RedemptionKey & SignedTransaction & { at: Instant }
>;
/** The network took the transaction. */
export type Submitted = Message<
  'RedemptionSubmitted',
  RedemptionKey & { attempt: number; transactionHash: string; at: Instant }
>;
export type Confirmed = Message<
  'RedemptionConfirmed',
  RedemptionKey & { proof: Proof; holdings: readonly Holding[]; at: Instant }
>;
/** This attempt is over without a payout. `final`: a person is needed. */
export type Failed = Message<
  'RedemptionFailed',
  RedemptionKey & {
    attempt: number;
    reason: FailureReason;
    detail: string;
    final: boolean;
    at: Instant;
  }
>;
/** The chain pays nothing for what the account holds. */
export type LossConfirmed = Message<
  'LossConfirmed',
  RedemptionKey & {
    holdings: readonly Holding[];
    blockNumber: bigint;
    at: Instant;
  }
>;

export type Event = Requested | Signed | Submitted | Confirmed | Failed | LossConfirmed;

// State

export type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'planned'; readonly plan: Plan; readonly attempts: number }
  | {
      readonly kind: 'signed' | 'submitted';
      readonly plan: Plan;
      readonly attempts: number;
      readonly transaction: SignedTransaction;
    }
  | { readonly kind: 'redeemed' | 'lost' | 'abandoned' };

export const initialState: State = { kind: 'none' };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'RedemptionRequested': {
      const { at: _, ...plan } = event.data;
      return { kind: 'planned', plan, attempts: 0 };
    }
    case 'RedemptionSigned': {
      if (!('plan' in state)) return state;
      const { attempt, nonce, rawTransaction, transactionHash } = event.data;
      const transaction = { attempt, nonce, rawTransaction, transactionHash };
      return {
        kind: 'signed',
        plan: state.plan,
        attempts: attempt,
        transaction,
      };
    }
    case 'RedemptionSubmitted':
      return 'transaction' in state ? { ...state, kind: 'submitted' } : state;
    case 'RedemptionConfirmed':
      return { kind: 'redeemed' };
    case 'RedemptionFailed':
      if (event.data.final) return { kind: 'abandoned' };
      return 'plan' in state
        ? { kind: 'planned', plan: state.plan, attempts: event.data.attempt }
        : state;
    case 'LossConfirmed':
      // A winner of the same condition, if there is one, follows in the same batch.
      return state.kind === 'none' ? { kind: 'lost' } : state;
  }
}

// Commands

/** What the chain says an account holds of a resolved condition, and what that pays. */
export type SettleHoldings = Message<
  'SettleHoldings',
  RedemptionKey & {
    holdings: readonly Holding[];
    blockNumber: bigint;
    at: Instant;
  }
>;
export type RecordSigned = Message<'RecordSigned', SignedTransaction & { at: Instant }>;
export type RecordSubmitted = Message<'RecordSubmitted', { transactionHash: string; at: Instant }>;
export type RecordMined = Message<'RecordMined', { proof: Proof; at: Instant }>;
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

export type Command = SettleHoldings | RecordSigned | RecordSubmitted | RecordMined | RecordFailure;

export const ATTEMPTS_MAX = 8;

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'SettleHoldings':
      return state.kind === 'none' ? settle(command) : [];
    case 'RecordSigned':
      return state.kind === 'planned' && command.data.attempt === state.attempts + 1
        ? [
            {
              type: 'RedemptionSigned',
              data: { ...keyOf(state.plan), ...command.data },
            },
          ]
        : [];
    case 'RecordSubmitted': {
      if (state.kind !== 'signed') return [];
      const { attempt } = state.transaction;
      return [
        {
          type: 'RedemptionSubmitted',
          data: { ...keyOf(state.plan), attempt, ...command.data },
        },
      ];
    }
    case 'RecordMined':
      return 'transaction' in state ? book(command, state) : [];
    case 'RecordFailure': {
      if (!('plan' in state)) return [];
      // Nothing is signed yet while planned: what failed is the attempt about to be made.
      const attempt = state.kind === 'planned' ? state.attempts + 1 : state.attempts;
      if ((command.data.attempt ?? attempt) !== attempt) return [];
      const final = attempt >= ATTEMPTS_MAX;
      const data = { ...keyOf(state.plan), ...command.data, attempt, final };
      return [{ type: 'RedemptionFailed', data }];
    }
  }
}

function settle({ data }: SettleHoldings): readonly Event[] {
  const { holdings, blockNumber, at } = data;
  const held = holdings.filter(({ shares }) => shares > 0n);
  if (held.length === 0) return [];

  const key = keyOf(data);
  const losers = held.filter(({ payoutUsd }) => payoutUsd === noUsd);
  const losses: readonly Event[] =
    losers.length === 0
      ? []
      : [{ type: 'LossConfirmed', data: { ...key, holdings: losers, blockNumber, at } }];
  const expectedPayoutUsd = sum(held.map(({ payoutUsd }) => payoutUsd));
  if (expectedPayoutUsd === noUsd) return losses;

  // The contract burns both outcomes at once, so the plan holds the losers too.
  const plan = { ...key, holdings: held, expectedPayoutUsd, at };
  return [...losses, { type: 'RedemptionRequested', data: plan }];
}

/** A transaction that succeeds and does not burn and pay exactly the plan is a failure. */
function book(
  { data: { proof, at } }: RecordMined,
  {
    plan,
    transaction: { attempt, transactionHash },
  }: Extract<State, { transaction: SignedTransaction }>,
): readonly Event[] {
  const key = keyOf(plan);
  const fail = (reason: FailureReason, detail: string, final: boolean): readonly Event[] => [
    {
      type: 'RedemptionFailed',
      data: { ...key, attempt, reason, detail, final, at },
    },
  ];

  // Another transaction's failure says nothing of this one.
  if (!proof.succeeded && proof.transactionHash !== transactionHash) return [];
  if (!proof.succeeded) return fail('reverted', proof.transactionHash, attempt >= ATTEMPTS_MAX);
  const paid = proof.payoutUsd === plan.expectedPayoutUsd;
  const burns = proof.burned.filter(({ shares }) => shares > 0n);
  const burned =
    burns.length === plan.holdings.length &&
    plan.holdings.every(({ tokenId, shares }) =>
      burns.some((burn) => burn.tokenId === tokenId && burn.shares === shares),
    );
  if (!paid || !burned) {
    const expected = `expected ${plan.expectedPayoutUsd}, paid ${proof.payoutUsd} micro-dollars`;
    // The tokens may be gone: trying again cannot mend this, only a person can.
    return fail(proof.payoutUsd === noUsd ? 'paid_nothing' : 'paid_otherwise', expected, true);
  }
  return [
    {
      type: 'RedemptionConfirmed',
      data: { ...key, proof, holdings: plan.holdings, at },
    },
  ];
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Vocabulary

export type RedemptionKey = {
  readonly redemptionId: string;
  readonly accountId: AccountId;
  readonly wallet: string;
  readonly conditionId: ConditionId;
};

export type Holding = {
  readonly tokenId: TokenId;
  readonly shares: MicroShares;
  /** floor(shares × numerator / denominator), as the contract computes it. */
  readonly payoutUsd: MicroUsd;
};

export type Plan = RedemptionKey & {
  readonly holdings: readonly Holding[];
  readonly expectedPayoutUsd: MicroUsd;
};

export type SignedTransaction = {
  readonly attempt: number;
  readonly nonce: number;
  readonly rawTransaction: string;
  readonly transactionHash: string;
};

/** What a mined transaction did, read from its receipt. */
export type Proof = {
  readonly transactionHash: string;
  readonly blockNumber: bigint;
  readonly succeeded: boolean;
  readonly burned: readonly {
    readonly tokenId: TokenId;
    readonly shares: MicroShares;
  }[];
  readonly payoutUsd: MicroUsd;
};

export type FailureReason =
  'reverted' | 'paid_nothing' | 'paid_otherwise' | 'not_approved' | 'simulation_failed' | 'dropped';

export const redemptionIdOf = (accountId: AccountId, conditionId: ConditionId): string =>
  `${accountId}-${conditionId}`;

function keyOf({ redemptionId, accountId, wallet, conditionId }: RedemptionKey): RedemptionKey {
  return { redemptionId, accountId, wallet, conditionId };
}
