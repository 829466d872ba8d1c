/**
 * Venue account: what we know of one account at the venue.
 *
 * How much the venue takes, whether our heartbeat and our user channel live, whether all there is was
 * compared since the last start, and where we and the venue differ. One stream per account; what
 * belongs to a single order is on the order's own stream.
 */
import type { Decider, Message } from './decider.js';
import type { Price } from './money.js';
import { emptyMap, type PersistentMap } from './persistent-map.js';
import {
  epochMs,
  type AccountId,
  type ConditionId,
  type Instant,
  type Side,
  type TokenId,
} from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type ConditionChanged = Message<
  'VenueConditionChanged',
  OfAccount & { before: Condition; condition: Condition; detail: string }
>;
/** The dead man's switch is not held: the venue may cancel every open order. */
export type HeartbeatLost = Message<'HeartbeatLost', OfAccount & Loss>;
export type HeartbeatRestored = Message<'HeartbeatRestored', OfAccount & { since: Instant }>;
/** Our orders and fills are not told to us as they happen; only looking finds them. */
export type UserStreamLost = Message<'UserStreamLost', OfAccount & Loss>;
export type UserStreamRestored = Message<'UserStreamRestored', OfAccount & { since: Instant }>;
/** Until all there is was compared, nothing may be added to what is held. */
export type Unreconciled = Message<
  'VenueUnreconciled',
  OfAccount & { reason: UnreconciledReason; why: string }
>;
/** A complete comparison: the first after a start, and one an hour after that. */
export type Reconciled = Message<
  'VenueReconciled',
  OfAccount & {
    /** Every trade up to here was looked at. */
    through: Instant;
    orders: number;
    trades: number;
    positions: number;
  }
>;
export type DriftFound = Message<'DriftFound', OfAccount & Drift>;
export type DriftResolved = Message<
  'DriftResolved',
  OfAccount & { kind: DriftKind; subject: string; since: Instant; how: string }
>;

export type Event =
  | ConditionChanged
  | HeartbeatLost
  | HeartbeatRestored
  | UserStreamLost
  | UserStreamRestored
  | Unreconciled
  | Reconciled
  | DriftFound
  | DriftResolved;

// State

export type State = {
  readonly condition: Condition;
  readonly heartbeatLost: Loss | undefined;
  readonly userStreamLost: Loss | undefined;
  readonly reconciliation: 'never' | UnreconciledReason | 'complete';
  /** The last time a complete comparison was written down, and how far it looked. */
  readonly reconciledAt: Instant | undefined;
  readonly through: Instant | undefined;
  /** Open ones, by kind and subject. */
  readonly drifts: PersistentMap<Drift>;
  /** When trades that no order of ours made were matched: each is told once. */
  readonly foreignTrades: PersistentMap<Instant>;
};

export const initialState: State = {
  condition: 'open',
  heartbeatLost: undefined,
  userStreamLost: undefined,
  reconciliation: 'never',
  reconciledAt: undefined,
  through: undefined,
  drifts: emptyMap(),
  foreignTrades: emptyMap(),
};

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'VenueConditionChanged':
      return { ...state, condition: event.data.condition };
    case 'HeartbeatLost':
      return { ...state, heartbeatLost: lossIn(event.data) };
    case 'HeartbeatRestored':
      return { ...state, heartbeatLost: undefined };
    case 'UserStreamLost':
      return { ...state, userStreamLost: lossIn(event.data) };
    case 'UserStreamRestored':
      return { ...state, userStreamLost: undefined };
    case 'VenueUnreconciled':
      return { ...state, reconciliation: event.data.reason };
    case 'VenueReconciled': {
      const { through, at } = event.data;
      const foreignTrades = recentOf(state.foreignTrades, through);
      return { ...state, reconciliation: 'complete', reconciledAt: at, through, foreignTrades };
    }
    case 'DriftFound': {
      const { accountId: _, at: __, ...drift } = event.data;
      const { drifts, foreignTrades } = state;
      // A trade is over when it is found: what it left shows in positions and balances.
      return drift.kind === 'fill_unknown'
        ? { ...state, foreignTrades: foreignTrades.with(drift.subject, drift.since) }
        : { ...state, drifts: drifts.with(keyOf(drift), drift) };
    }
    case 'DriftResolved':
      return { ...state, drifts: state.drifts.without(keyOf(event.data)) };
  }
}

// Commands

export type SeeCondition = Message<
  'SeeCondition',
  OfAccount & { condition: Condition; detail: string }
>;
export type LoseHeartbeat = Message<'LoseHeartbeat', OfAccount & Loss>;
export type RestoreHeartbeat = Message<'RestoreHeartbeat', OfAccount>;
export type LoseUserStream = Message<'LoseUserStream', OfAccount & Loss>;
export type RestoreUserStream = Message<'RestoreUserStream', OfAccount>;
export type RequireReconciliation = Message<'RequireReconciliation', Unreconciled['data']>;
export type CompleteReconciliation = Message<'CompleteReconciliation', Reconciled['data']>;
export type ReportDrift = Message<'ReportDrift', DriftFound['data']>;
export type ResolveDrift = Message<
  'ResolveDrift',
  OfAccount & { kind: DriftKind; subject: string; how: string }
>;

export type Command =
  | SeeCondition
  | LoseHeartbeat
  | RestoreHeartbeat
  | LoseUserStream
  | RestoreUserStream
  | RequireReconciliation
  | CompleteReconciliation
  | ReportDrift
  | ResolveDrift;

export function decide(command: Command, state: State): readonly Event[] {
  const { accountId, at } = command.data;
  switch (command.type) {
    case 'SeeCondition':
      return command.data.condition === state.condition
        ? []
        : [{ type: 'VenueConditionChanged', data: { ...command.data, before: state.condition } }];
    case 'LoseHeartbeat':
      return state.heartbeatLost === undefined
        ? [{ type: 'HeartbeatLost', data: command.data }]
        : [];
    case 'RestoreHeartbeat':
      return state.heartbeatLost === undefined
        ? []
        : [
            {
              type: 'HeartbeatRestored',
              data: { accountId, since: state.heartbeatLost.since, at },
            },
          ];
    case 'LoseUserStream':
      return state.userStreamLost === undefined
        ? [{ type: 'UserStreamLost', data: command.data }]
        : [];
    case 'RestoreUserStream':
      return state.userStreamLost === undefined
        ? []
        : [
            {
              type: 'UserStreamRestored',
              data: { accountId, since: state.userStreamLost.since, at },
            },
          ];
    case 'RequireReconciliation':
      return isDueFor(command.data.reason, state)
        ? []
        : [{ type: 'VenueUnreconciled', data: command.data }];
    case 'CompleteReconciliation':
      return isWorthWriting(state, at) ? [{ type: 'VenueReconciled', data: command.data }] : [];
    case 'ReportDrift':
      return isNews(command.data, state) ? [{ type: 'DriftFound', data: command.data }] : [];
    case 'ResolveDrift': {
      const { kind, subject, how } = command.data;
      const drift = state.drifts.get(keyOf(command.data));
      return drift === undefined
        ? []
        : [
            {
              type: 'DriftResolved',
              data: { accountId, kind, subject, since: drift.since, how, at },
            },
          ];
    }
  }
}

export const decider: Decider<State, Command, Event> = { decide, evolve, initialState };

// Questions

/** What becomes of a new order while the venue is in this condition. */
export function treatmentOf(
  condition: Condition,
  { reduceOnly }: { readonly reduceOnly: boolean },
): Treatment {
  switch (condition) {
    case 'open':
      return 'sent';
    case 'closed_only':
      return reduceOnly ? 'sent' : 'refused';
    case 'restarting':
    case 'post_only':
    case 'cancel_only':
    case 'disabled':
    case 'geoblocked':
    case 'version_changed':
    case 'unauthorized':
      return reduceOnly ? 'waits' : 'refused';
  }
}

// Vocabulary

/** Beyond so many open differences more are not told: nothing is right then anyway. */
export const DRIFTS_MAX = 1_000;
export const FOREIGN_TRADES_MAX = 10_000;
/** A trade looked at this long before the end of a complete comparison is not met again. */
export const TRADES_OVERLAP_MS = 10 * 60_000;
const WRITTEN_EVERY_MS = 3_600_000;

/** How much the venue takes at present, as its own answers tell. */
export type Condition =
  | 'open'
  | 'restarting'
  | 'post_only'
  | 'cancel_only'
  | 'disabled'
  | 'closed_only'
  | 'geoblocked'
  | 'version_changed'
  | 'unauthorized';

export type Treatment = 'sent' | 'waits' | 'refused';

export type UnreconciledReason =
  | 'started'
  /** No comparison was complete for too long. */
  | 'overdue';

export type DriftKind =
  /** The venue lists an open order of this key that we never asked for. */
  | 'order_unknown'
  /** We hold an order for open, and the venue does not know it. */
  | 'order_missing'
  /** The wallet traded, and no order of ours did. */
  | 'fill_unknown'
  | 'position_differs'
  | 'balance_differs';

export type OfAccount = { readonly accountId: AccountId; readonly at: Instant };

export type Loss = { readonly since: Instant; readonly why: string };

export type Drift = {
  readonly kind: DriftKind;
  /** The order's hash, the trade with its order's hash, the token, or "collateral". */
  readonly subject: string;
  /** Millionths of a share, or of a dollar for a balance. */
  readonly ours: bigint;
  readonly venues: bigint;
  /** When it was seen first; a trade: when it was matched. */
  readonly since: Instant;
  readonly detail: string;
  readonly conditionId?: ConditionId;
  readonly tokenId?: TokenId;
  readonly side?: Side;
  readonly price?: Price;
  readonly tradeId?: string;
  readonly orderHash?: string;
};

const keyOf = ({ kind, subject }: Pick<Drift, 'kind' | 'subject'>): string => `${kind} ${subject}`;

const lossIn = ({ since, why }: Loss): Loss => ({ since, why });

/** What is due since a start may take too long; what takes too long is due, whoever starts. */
const isDueFor = (reason: UnreconciledReason, { reconciliation }: State): boolean =>
  reconciliation === 'overdue' || (reconciliation === 'started' && reason === 'started');

function isWorthWriting({ reconciliation, reconciledAt }: State, at: Instant): boolean {
  if (reconciliation !== 'complete' || reconciledAt === undefined) return true;
  return epochMs(at) - epochMs(reconciledAt) >= WRITTEN_EVERY_MS;
}

function isNews(drift: Drift, { drifts, foreignTrades }: State): boolean {
  return drift.kind === 'fill_unknown'
    ? !foreignTrades.has(drift.subject) && foreignTrades.size < FOREIGN_TRADES_MAX
    : !drifts.has(keyOf(drift)) && drifts.size < DRIFTS_MAX;
}

function recentOf(trades: PersistentMap<Instant>, through: Instant): PersistentMap<Instant> {
  const oldestMs = epochMs(through) - 2 * TRADES_OVERLAP_MS;
  let recent = trades;
  for (const [trade, matchedAt] of trades.entries()) {
    if (epochMs(matchedAt) < oldestMs) recent = recent.without(trade);
  }
  return recent;
}
