/**
 * Wallet action: what a wallet does on chain besides redeeming. It merges complete sets into money, or
 * lets a contract take its outcomes. One stream per action; what fails is asked for anew.
 */
import type { Decider, Message } from './decider.js';
import { noUsd, type MicroShares, type MicroUsd } from './money.js';
import * as transaction from './transaction.js';
import type { AccountId, ConditionId, Instant, TokenId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type Requested = Message<
  'WalletActionRequested',
  ActionKey & { work: Work; by: string; why: string; at: Instant }
>;
export type Confirmed = Message<
  'WalletActionConfirmed',
  ActionKey & { work: Work; proof: transaction.Proof; at: Instant }
>;

export type Event = Requested | transaction.StepEvent<'WalletAction', ActionKey> | Confirmed;

// State

export type State =
  | { readonly kind: 'none' }
  | (transaction.Progress & { readonly key: ActionKey; readonly work: Work })
  | { readonly kind: 'done' | 'abandoned' };

export const initialState: State = { kind: 'none' };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'WalletActionRequested': {
      const { work } = event.data;
      return { ...transaction.planned(), key: keyOf(event.data), work };
    }
    case 'WalletActionConfirmed':
      return { kind: 'done' };
    default: {
      if (!('transactions' in state)) return state;
      const { key, work, ...progress } = state;
      const next = transaction.evolveStep('WalletAction', progress, event);
      return next === undefined ? { kind: 'abandoned' } : { ...next, key, work };
    }
  }
}

// Commands

export type RequestAction = Message<'RequestAction', Requested['data']>;
export type Command = RequestAction | transaction.Command;

export function decide(command: Command, state: State): readonly Event[] {
  if (command.type === 'RequestAction') {
    const isNew = state.kind === 'none' && isSomething(command.data.work);
    return isNew ? [{ type: 'WalletActionRequested', data: command.data }] : [];
  }
  if (!('transactions' in state)) return [];
  const { key, work, ...progress } = state;
  const subject = { name: 'WalletAction', key } as const;
  const expected = expectedOf(work);
  const decision = transaction.decideStep(subject, command, { progress, expected });
  if (decision === undefined) return [];
  if (decision.kind === 'step') return [decision.event];
  if (command.type !== 'RecordProof') return [];
  return [{ type: 'WalletActionConfirmed', data: { ...key, work, ...command.data } }];
}

/** A complete set is one share of every outcome, and worth a dollar. */
function expectedOf(work: Work): transaction.Expectation {
  if (work.kind === 'approve') return { burns: [], payoutUsd: noUsd };
  const burns = work.tokenIds.map((tokenId) => ({ tokenId, shares: work.shares }));
  return { burns, payoutUsd: work.shares as bigint as MicroUsd };
}

const isSomething = (work: Work): boolean =>
  work.kind === 'merge' ? work.shares > 0n : work.approvals.length > 0;

export const decider: Decider<State, Command, Event> = { decide, evolve, initialState };

// Vocabulary

export type ActionKey = {
  readonly actionId: string;
  readonly accountId: AccountId;
  readonly wallet: string;
};

export type Work = Merging | Approving;

export type Merging = {
  readonly kind: 'merge';
  readonly conditionId: ConditionId;
  readonly tokenIds: readonly TokenId[];
  /** Of each outcome. */
  readonly shares: MicroShares;
};

export type Approving = { readonly kind: 'approve'; readonly approvals: readonly Approval[] };

/** Lets an operator move all outcomes that a contract keeps for the wallet. */
export type Approval = { readonly token: string; readonly operator: string };

function keyOf({ actionId, accountId, wallet }: ActionKey): ActionKey {
  return { actionId, accountId, wallet };
}
