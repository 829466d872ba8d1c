/**
 * Signal: somebody's wish to trade, exactly as it reached us.
 * One stream per source and external id, so the same wish is received once, for ever.
 */
import type { Decider, Message } from './decider.js';
import type { MicroUsd, Price } from './money.js';
import type {
  AccountId,
  ConditionId,
  Instant,
  OrderType,
  Side,
  SignalId,
  StrategyId,
  TokenId,
} from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type Received = Message<'SignalReceived', Signal>;
/** A wish we will not pass on, kept because a person would want to know. */
export type Ignored = Message<
  'SignalIgnored',
  {
    signalId: SignalId;
    source: string;
    externalId: string;
    reason: IgnoredReason;
    detail: string;
    at: Instant;
  }
>;

export type Event = Received | Ignored;

// State

export type State = { readonly known: boolean };

export const initialState: State = { known: false };

export function evolve(_state: State, event: Event): State {
  switch (event.type) {
    case 'SignalReceived':
    case 'SignalIgnored':
      return { known: true };
  }
}

// Commands

export type ReceiveSignal = Message<'ReceiveSignal', Signal>;
export type IgnoreSignal = Message<'IgnoreSignal', Ignored['data']>;

export type Command = ReceiveSignal | IgnoreSignal;

export function decide(command: Command, state: State): readonly Event[] {
  if (state.known) return [];
  switch (command.type) {
    case 'ReceiveSignal':
      return [{ type: 'SignalReceived', data: command.data }];
    case 'IgnoreSignal':
      return [{ type: 'SignalIgnored', data: command.data }];
  }
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Vocabulary

export type Signal = {
  readonly signalId: SignalId;
  /** Who sent it, and the sender's own name for it: together the key of idempotency. */
  readonly source: string;
  readonly externalId: string;
  readonly strategyId: StrategyId;
  readonly accountId: AccountId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly sizeUsd: MicroUsd;
  readonly limitPrice: Price;
  readonly orderType: OrderType;
  /** Closes or shrinks what is held; never opens. */
  readonly reduceOnly: boolean;
  readonly observedAt: Instant;
  readonly receivedAt: Instant;
  /** Of a GTD order: when it shall be gone from the book. */
  readonly expiresAt?: Instant;
  /** Refused by the venue rather than matched at once. */
  readonly postOnly?: boolean;
};

export type IgnoredReason = 'unknown_strategy' | 'unknown_market';
