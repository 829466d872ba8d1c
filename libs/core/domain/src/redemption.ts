/**
 * Redemption: what one account gets for one resolved condition.
 *
 * A winner is planned, signed, sent and booked only on proof: the burn and the payout on chain equal
 * what the plan expected. A loser is confirmed from the chain's payouts. Positions that somebody else
 * redeemed are found on chain and booked as that. One stream per account and condition.
 */
import type { Decider, Message } from './decider.js';
import { noUsd, sum, type MicroShares, type MicroUsd } from './money.js';
import * as transaction from './transaction.js';
import type { AccountId, ConditionId, Instant, TokenId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

/** The plan: what burns and what that must pay. Stored again when what is held has changed. */
export type Requested = Message<
  'RedemptionRequested',
  Plan & {
    /** Who asked for it, when a person did, and why. */
    by?: string;
    why?: string;
    at: Instant;
  }
>;
export type Signed = transaction.Signed<'Redemption', RedemptionKey>;
export type Replaced = transaction.Replaced<'Redemption', RedemptionKey>;
export type Submitted = transaction.Submitted<'Redemption', RedemptionKey>;
export type Mined = transaction.Mined<'Redemption', RedemptionKey>;
export type Undone = transaction.Undone<'Redemption', RedemptionKey>;
export type Failed = transaction.Failed<'Redemption', RedemptionKey>;
export type Delayed = transaction.Delayed<'Redemption', RedemptionKey>;
export type Confirmed = Message<
  'RedemptionConfirmed',
  RedemptionKey & { proof: Proof; holdings: readonly Holding[]; at: Instant }
>;
/** A transaction that is not ours took these holdings, and paid this for them. */
export type FoundElsewhere = Message<
  'RedemptionFoundElsewhere',
  RedemptionKey & Found & { at: Instant }
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

export type Event =
  | Requested
  | transaction.StepEvent<'Redemption', RedemptionKey>
  | Confirmed
  | FoundElsewhere
  | LossConfirmed;

// State

export type State =
  | { readonly kind: 'none' }
  | (transaction.Progress & { readonly plan: Plan; readonly booked: readonly string[] })
  | {
      /** Nothing is under way. `abandoned`: a person is needed. */
      readonly kind: 'redeemed' | 'lost' | 'abandoned';
      readonly attempts: number;
      /** Hashes of the transactions whose payout is booked. */
      readonly booked: readonly string[];
      /** What was last planned; undefined when nothing ever was. */
      readonly plan: Plan | undefined;
    };

export const initialState: State = { kind: 'none' };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'RedemptionRequested': {
      const { at: _, by: __, why: ___, ...plan } = event.data;
      return { ...transaction.planned(attemptsOf(state)), plan, booked: bookedOf(state) };
    }
    case 'RedemptionConfirmed':
      return ended('redeemed', state, event.data.proof.transactionHash);
    case 'RedemptionFoundElsewhere': {
      const { holdings, proof } = event.data;
      const booked = [...bookedOf(state), proof.transactionHash];
      if (!isUnderWay(state)) return ended('redeemed', state, proof.transactionHash);
      // The plan was made from what was left after it.
      if (proof.blockNumber <= (state.plan.blockNumber ?? 0n)) return { ...state, booked };
      const plan = without(state.plan, holdings);
      if (plan === undefined) return ended('redeemed', state, proof.transactionHash);
      return { ...transaction.planned(state.attempts), plan, booked };
    }
    case 'LossConfirmed':
      // A winner of the same condition, if there is one, follows in the same batch.
      return state.kind === 'none' ? ended('lost', state) : state;
    default: {
      if (!isUnderWay(state)) return event.type === 'RedemptionFailed' ? vanished(state) : state;
      const { plan, booked, ...progress } = state;
      const next = transaction.evolveStep('Redemption', progress, event);
      if (next !== undefined) return { ...next, plan, booked };
      const { attempt } = event.data;
      return { kind: 'abandoned', attempts: attempt, plan, booked };
    }
  }
}

// Commands

/** What the chain says an account holds of a resolved condition, and what that pays. */
export type SettleHoldings = Message<
  'SettleHoldings',
  RedemptionKey & {
    holdings: readonly Holding[];
    blockNumber: bigint;
    /** Losers are burned too, in a transaction that pays nothing. */
    burnsLosers?: boolean;
    /** A person wants it: what was given up or ended is planned anew. */
    by?: string;
    why?: string;
    at: Instant;
  }
>;
/** What is held right before signing: a plan that is no longer true is made anew. */
export type CheckPlan = Message<
  'CheckPlan',
  { holdings: readonly Holding[]; blockNumber: bigint; at: Instant }
>;
/** A transaction that is not ours took what the account held. */
export type RecordElsewhere = Message<'RecordElsewhere', RedemptionKey & Found & { at: Instant }>;

/** Our books hold what the wallet does not, and nothing on chain took it. */
export type RecordVanished = Message<
  'RecordVanished',
  RedemptionKey & { detail: string; at: Instant }
>;

export type Command =
  SettleHoldings | CheckPlan | RecordElsewhere | RecordVanished | transaction.Command;

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'SettleHoldings':
      if (state.kind === 'none') return settle(command);
      return command.data.by === undefined ? [] : settleAnew(command, state);
    case 'CheckPlan':
      return state.kind === 'planned' ? planAnew(command, state.plan) : [];
    case 'RecordElsewhere':
      return bookElsewhere(command, state);
    case 'RecordVanished': {
      // What is planned is looked for again before it is signed.
      if (state.kind !== 'none' && state.kind !== 'lost') return [];
      const { detail, at } = command.data;
      const failure = { attempt: 1, reason: 'vanished', detail, final: true, at } as const;
      return [{ type: 'RedemptionFailed', data: { ...keyOf(command.data), ...failure } }];
    }
    default: {
      if (!isUnderWay(state)) return [];
      const { plan, booked, ...progress } = state;
      const key = keyOf(plan);
      const burns = plan.holdings.map(({ tokenId, shares }) => ({ tokenId, shares }));
      const expected = { burns, payoutUsd: plan.expectedPayoutUsd };
      const subject = { name: 'Redemption', key } as const;
      const decision = transaction.decideStep(subject, command, { progress, expected });
      if (decision === undefined) return [];
      if (decision.kind === 'step') return [decision.event];
      if (command.type !== 'RecordProof') return [];
      const { proof, at } = command.data;
      if (booked.includes(proof.transactionHash)) return [];
      const { holdings } = plan;
      return [{ type: 'RedemptionConfirmed', data: { ...key, proof, holdings, at } }];
    }
  }
}

function settle({ data }: SettleHoldings): readonly Event[] {
  const { holdings, blockNumber, burnsLosers = false, at } = data;
  const held = holdings.filter(({ shares }) => shares > 0n);
  if (held.length === 0) return [];

  const key = keyOf(data);
  const losers = held.filter(({ payoutUsd }) => payoutUsd === noUsd);
  const losses: readonly Event[] =
    losers.length === 0
      ? []
      : [{ type: 'LossConfirmed', data: { ...key, holdings: losers, blockNumber, at } }];
  if (losers.length === held.length && !burnsLosers) return losses;
  return [...losses, request(data, held)];
}

/** Never while something of ours is out: what it does is not known yet. */
function settleAnew(command: SettleHoldings, state: Exclude<State, { kind: 'none' }>) {
  if (isUnderWay(state) && state.kind !== 'planned') return [];
  const held = command.data.holdings.filter(({ shares }) => shares > 0n);
  const isFresh = isUnderWay(state) && state.attemptsMax === state.attempts + ATTEMPTS_MAX;
  if (isFresh && isPlanned(held, state.plan)) return [];
  const pays = held.some(({ payoutUsd }) => payoutUsd > noUsd);
  if (!pays && (held.length === 0 || command.data.burnsLosers !== true)) return [];
  return [request(command.data, held)];
}

function planAnew(
  { data: { holdings, blockNumber, at } }: CheckPlan,
  plan: Plan,
): readonly Event[] {
  const held = holdings.filter(({ shares }) => shares > 0n);
  const same = isPlanned(held, plan);
  const pays = held.some(({ payoutUsd }) => payoutUsd > noUsd);
  // A winner that is gone is somebody else's doing, and found on chain.
  if (same || (!pays && plan.expectedPayoutUsd > noUsd)) return [];
  return held.length === 0 ? [] : [request({ ...keyOf(plan), blockNumber, at }, held)];
}

const isPlanned = (held: readonly Holding[], { holdings }: Plan): boolean =>
  held.length === holdings.length &&
  held.every(({ tokenId, shares }) =>
    holdings.some((planned) => planned.tokenId === tokenId && planned.shares === shares),
  );

function request(
  data: RedemptionKey & { blockNumber: bigint; by?: string; why?: string; at: Instant },
  // The contract burns both outcomes at once, so the plan holds the losers too.
  holdings: readonly Holding[],
): Requested {
  const { blockNumber, by, why, at } = data;
  const expectedPayoutUsd = sum(holdings.map(({ payoutUsd }) => payoutUsd));
  const asked = { ...(by === undefined ? {} : { by }), ...(why === undefined ? {} : { why }) };
  const plan = { ...keyOf(data), holdings, expectedPayoutUsd, blockNumber };
  return { type: 'RedemptionRequested', data: { ...plan, ...asked, at } };
}

/**
 * While something of ours is signed it may still be mined, so only a proof that it took nothing lets
 * the work of another be booked: the proof of a plan that paid nothing does that first.
 */
function bookElsewhere({ data }: RecordElsewhere, state: State): readonly Event[] {
  const { holdings, proof, by, sender, at } = data;
  if (bookedOf(state).includes(proof.transactionHash) || !proof.succeeded) return [];
  if (isUnderWay(state) && state.kind !== 'planned' && !tookNothing(state, data.idle)) return [];
  if (holdings.length === 0 || isOwn(state, proof.transactionHash)) return [];
  const found = { holdings, proof, by, sender, ...(data.idle ? { idle: data.idle } : {}) };
  return [{ type: 'RedemptionFoundElsewhere', data: { ...keyOf(data), ...found, at } }];
}

/** What is on its way is proven, never found. */
const isOwn = (state: State, hash: string): boolean =>
  isUnderWay(state) && state.transactions.some(({ transactionHash }) => transactionHash === hash);

const tookNothing = (state: UnderWay, ours: Proof | undefined): boolean =>
  ours !== undefined &&
  transaction.isOurs(state, ours.transactionHash) &&
  ours.payoutUsd === noUsd &&
  ours.burned.every(({ shares }) => shares === 0n);

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

/** Nothing was ever planned of it: a person has to look. */
const vanished = (state: Exclude<State, transaction.Progress>): State => ({
  kind: 'abandoned',
  attempts: attemptsOf(state),
  booked: bookedOf(state),
  plan: 'plan' in state ? state.plan : undefined,
});

/** What a plan still expects when these holdings are gone; undefined when nothing. */
function without(plan: Plan, gone: readonly Holding[]): Plan | undefined {
  const holdings = plan.holdings.flatMap((holding) => {
    const taken = gone.find(({ tokenId }) => tokenId === holding.tokenId);
    if (taken === undefined) return [holding];
    const shares = (holding.shares - taken.shares) as MicroShares;
    const payoutUsd = (holding.payoutUsd - taken.payoutUsd) as MicroUsd;
    return shares > 0n && payoutUsd >= 0n ? [{ ...holding, shares, payoutUsd }] : [];
  });
  const expectedPayoutUsd = sum(holdings.map(({ payoutUsd }) => payoutUsd));
  return expectedPayoutUsd === noUsd ? undefined : { ...plan, holdings, expectedPayoutUsd };
}

type UnderWay = Extract<State, transaction.Progress>;

export const isUnderWay = (state: State): state is UnderWay => 'transactions' in state;

const bookedOf = (state: State): readonly string[] => ('booked' in state ? state.booked : []);
const attemptsOf = (state: State): number => ('attempts' in state ? state.attempts : 0);

const ended = (kind: 'redeemed' | 'lost', state: State, transactionHash?: string): State => ({
  kind,
  attempts: attemptsOf(state),
  booked: [...bookedOf(state), ...(transactionHash === undefined ? [] : [transactionHash])],
  plan: 'plan' in state ? state.plan : undefined,
});

// Vocabulary

export const { ATTEMPTS_MAX } = transaction;

export type { FailureReason, Proof, SignedTransaction } from './transaction.js';
type Proof = transaction.Proof;

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
  /** The finalized block at which this was held; absent in facts from before it was kept. */
  readonly blockNumber?: bigint;
};

/** What somebody else did with what we held. */
export type Found = {
  readonly holdings: readonly Holding[];
  readonly proof: Proof;
  readonly by: Redeeming;
  /** The account that sent the transaction. */
  readonly sender: string;
  /** Our own transaction of the same plan, which came too late and took nothing. */
  readonly idle?: Proof;
};

/** Who redeemed: the venue's sweeper, the wallet's owner by hand, somebody who was sent the tokens. */
export type Redeeming = 'auto_redeemer' | 'owner' | 'somebody';

export const redemptionIdOf = (accountId: AccountId, conditionId: ConditionId): string =>
  `${accountId}-${conditionId}`;

function keyOf({ redemptionId, accountId, wallet, conditionId }: RedemptionKey): RedemptionKey {
  return { redemptionId, accountId, wallet, conditionId };
}
