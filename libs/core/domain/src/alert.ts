/** Alert: something a person must know, until somebody has been told. One stream per alert. */
import type { Decider, Message } from './decider.js';
import type { AccountId, Instant, StrategyId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type Raised = Message<'AlertRaised', Alert & { at: Instant }>;
export type Delivered = Message<
  'AlertDelivered',
  {
    alertId: string;
    channel: string;
    receipt: string;
    attempt: number;
    at: Instant;
  }
>;
/** Every attempt on this channel failed; the alert still stands. */
export type Undelivered = Message<
  'AlertUndelivered',
  {
    alertId: string;
    channel: string;
    detail: string;
    attempts: number;
    at: Instant;
  }
>;
export type Acknowledged = Message<
  'AlertAcknowledged',
  { alertId: string; by: string; at: Instant }
>;
export type Resolved = Message<'AlertResolved', { alertId: string; why: string; at: Instant }>;

export type Event = Raised | Delivered | Undelivered | Acknowledged | Resolved;

// State

export type State =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'active' | 'acknowledged' | 'resolved';
      readonly alert: Alert;
      /** Channels that took the alert or were given up. */
      readonly settledChannels: ReadonlySet<string>;
    };

export const initialState: State = { kind: 'none' };

export function evolve(state: State, event: Event): State {
  if (event.type === 'AlertRaised') {
    const { at: _, ...alert } = event.data;
    return { kind: 'active', alert, settledChannels: new Set() };
  }
  if (state.kind === 'none') return state;

  switch (event.type) {
    case 'AlertDelivered':
    case 'AlertUndelivered':
      return {
        ...state,
        settledChannels: new Set(state.settledChannels).add(event.data.channel),
      };
    case 'AlertAcknowledged':
      return { ...state, kind: 'acknowledged' };
    case 'AlertResolved':
      return { ...state, kind: 'resolved' };
  }
}

// Commands

export type RaiseAlert = Message<'RaiseAlert', Raised['data']>;
export type RecordDelivery = Message<'RecordDelivery', Delivered['data']>;
export type GiveUpDelivery = Message<'GiveUpDelivery', Undelivered['data']>;
export type AcknowledgeAlert = Message<'AcknowledgeAlert', Acknowledged['data']>;
export type ResolveAlert = Message<'ResolveAlert', Resolved['data']>;

export type Command =
  RaiseAlert | RecordDelivery | GiveUpDelivery | AcknowledgeAlert | ResolveAlert;

export function decide(command: Command, state: State): readonly Event[] {
  if (command.type === 'RaiseAlert') {
    return state.kind === 'none' ? [{ type: 'AlertRaised', data: command.data }] : [];
  }
  if (state.kind === 'none') return [];

  switch (command.type) {
    case 'RecordDelivery':
      return state.settledChannels.has(command.data.channel)
        ? []
        : [{ type: 'AlertDelivered', data: command.data }];
    case 'GiveUpDelivery':
      return state.settledChannels.has(command.data.channel)
        ? []
        : [{ type: 'AlertUndelivered', data: command.data }];
    case 'AcknowledgeAlert':
      return state.kind === 'active' ? [{ type: 'AlertAcknowledged', data: command.data }] : [];
    case 'ResolveAlert':
      return state.kind === 'resolved' ? [] : [{ type: 'AlertResolved', data: command.data }];
  }
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Vocabulary

export type Severity = 'INFO' | 'WARNING' | 'CRITICAL';

export type Alert = {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly accountId: AccountId;
  /** Empty when the alert is about the whole account. */
  readonly strategyId: StrategyId;
};

export type AlertKind =
  | 'signal_refused'
  | 'order_rejected'
  | 'order_unconfirmed'
  | 'fill_failed'
  | 'redemption_confirmed'
  | 'redemption_failed'
  | 'loss_confirmed'
  | 'account_killed'
  | 'strategy_paused'
  | 'strategy_resumed'
  | 'breaker_tripped'
  | 'breaker_cleared'
  | 'rules_unevaluated'
  | 'strategy_killed'
  | 'kill_verified'
  | 'kill_unverified'
  | 'drift_found'
  | 'venue_unreconciled'
  | 'position_unprotected'
  | 'exit_refused'
  | 'market_disputed'
  | 'market_dispute_ended'
  | 'redemption_delayed'
  | 'redemption_found_elsewhere'
  | 'wallet_action_confirmed'
  | 'wallet_action_failed';
