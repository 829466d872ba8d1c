/**
 * Order: one approved signal's attempt at the venue, from the signed bytes to the last settled fill.
 *
 * The signed body and its hash are facts before anything is sent, an unanswered request is a state
 * and not a failure, and a fill is provisional until the chain confirms it. One stream per order.
 */
import type { Decider, Message } from './decider.js';
import { noShares, plus, type MicroShares, type MicroUsd, type Price } from './money.js';
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

export type Requested = Message<'OrderRequested', OrderKey & SignedOrder & { at: Instant }>;
/** The venue holds the order, or has already matched it. */
export type Accepted = Message<'OrderAccepted', OrderKey & { venueStatus: string; at: Instant }>;
/** The venue proved that it does not hold the order and never will. */
export type Rejected = Message<'OrderRejected', OrderKey & { reason: string; at: Instant }>;
/** The answer was lost. The order may be live, filled or gone; only evidence ends this. */
export type Unconfirmed = Message<'OrderUnconfirmed', OrderKey & { detail: string; at: Instant }>;
export type Filled = Message<'OrderFilled', OrderKey & Fill & { at: Instant }>;
export type FillConfirmed = Message<
  'FillConfirmed',
  OrderKey & Fill & { transactionHash: string; settled?: SettledMoney; at: Instant }
>;
export type FillFailed = Message<'FillFailed', OrderKey & Fill & { reason: string; at: Instant }>;
export type Closed = Message<
  'OrderClosed',
  OrderKey & { reason: CloseReason; filledShares: MicroShares; at: Instant }
>;
/** Somebody wants its end. What the venue matches before the cancel arrives stands all the same. */
export type CancelRequested = Message<'OrderCancelRequested', OrderKey & CancelRequest>;

export type Event =
  | Requested
  | Accepted
  | Rejected
  | Unconfirmed
  | Filled
  | FillConfirmed
  | FillFailed
  | Closed
  | CancelRequested;

// State

export type State =
  | { readonly kind: 'none' }
  /** Approved and never signed: it was too late, or could not be signed. */
  | { readonly kind: 'abandoned' }
  | {
      readonly kind: 'requested' | 'unconfirmed' | 'live' | 'rejected' | 'closed';
      readonly order: OrderKey & SignedOrder;
      readonly requestedAt: Instant;
      readonly fills: ReadonlyMap<string, TrackedFill>;
      /** When nobody could first say what became of it; undefined while nobody had to ask. */
      readonly doubtedAt?: Instant;
      /** Undefined while nobody wants its end: it is not sent again once somebody does. */
      readonly cancel?: CancelRequest;
    };

export type TrackedFill = Fill & {
  readonly settlement: 'provisional' | 'confirmed' | 'failed';
};

export const initialState: State = { kind: 'none' };

export function evolve(state: State, event: Event): State {
  if (event.type === 'OrderRequested') {
    const { at: requestedAt, ...order } = event.data;
    return { kind: 'requested', order, requestedAt, fills: new Map() };
  }
  if (state.kind === 'none') return event.type === 'OrderRejected' ? { kind: 'abandoned' } : state;
  if (state.kind === 'abandoned') return state;

  switch (event.type) {
    case 'OrderAccepted':
      return isOver(state) ? state : { ...state, kind: 'live' };
    case 'OrderRejected':
      return { ...state, kind: 'rejected' };
    case 'OrderUnconfirmed':
      return { ...state, kind: 'unconfirmed', doubtedAt: state.doubtedAt ?? event.data.at };
    case 'OrderFilled':
      // A fill disproves a rejection: the venue had the order after all.
      return withFill(
        state.kind === 'closed' ? state : { ...state, kind: 'live' },
        event.data,
        'provisional',
      );
    case 'FillConfirmed':
      return withFill(state, event.data, 'confirmed');
    case 'FillFailed':
      return withFill(state, event.data, 'failed');
    case 'OrderClosed':
      return { ...state, kind: 'closed' };
    case 'OrderCancelRequested': {
      const { by, why, at } = event.data;
      return { ...state, cancel: { by, why, at } };
    }
  }
}

// Commands

export type RequestOrder = Message<'RequestOrder', Requested['data']>;
/** An approval that will never be signed gives its reservation back. */
export type AbandonOrder = Message<'AbandonOrder', OrderKey & { reason: string; at: Instant }>;
export type AcceptOrder = Message<'AcceptOrder', { venueStatus: string; at: Instant }>;
export type RejectOrder = Message<'RejectOrder', { reason: string; at: Instant }>;
export type DoubtOrder = Message<'DoubtOrder', { detail: string; at: Instant }>;
export type RecordFill = Message<'RecordFill', Fill & { at: Instant }>;
export type ConfirmFill = Message<
  'ConfirmFill',
  { tradeId: string; transactionHash: string; settled?: SettledMoney; at: Instant }
>;
export type FailFill = Message<'FailFill', { tradeId: string; reason: string; at: Instant }>;
export type CloseOrder = Message<
  'CloseOrder',
  {
    reason: CloseReason;
    /** What the venue says was matched in all: closing waits until we hold that many fills. */
    venueFilledShares: MicroShares;
    at: Instant;
  }
>;
/** What is over, or asked for already, needs no cancel. */
export type RequestCancel = Message<'RequestCancel', CancelRequest>;

export type Command =
  | RequestOrder
  | AbandonOrder
  | AcceptOrder
  | RejectOrder
  | DoubtOrder
  | RecordFill
  | ConfirmFill
  | FailFill
  | CloseOrder
  | RequestCancel;

export function decide(command: Command, state: State): readonly Event[] {
  if (command.type === 'RequestOrder') {
    return state.kind === 'none' ? [{ type: 'OrderRequested', data: command.data }] : [];
  }
  if (command.type === 'AbandonOrder') {
    return state.kind === 'none' ? [{ type: 'OrderRejected', data: command.data }] : [];
  }
  if (!('order' in state)) return [];
  const key = keyOf(state.order);

  switch (command.type) {
    case 'AcceptOrder':
      return isAwaited(state) ? [{ type: 'OrderAccepted', data: { ...key, ...command.data } }] : [];
    case 'RejectOrder':
      // A fill is stronger evidence than any refusal.
      return isAwaited(state) && state.fills.size === 0
        ? [{ type: 'OrderRejected', data: { ...key, ...command.data } }]
        : [];
    case 'DoubtOrder':
      return state.kind === 'requested'
        ? [{ type: 'OrderUnconfirmed', data: { ...key, ...command.data } }]
        : [];
    case 'RecordFill': {
      if (state.fills.has(command.data.tradeId)) return [];
      const filled: Filled = { type: 'OrderFilled', data: { ...key, ...command.data } };
      if (!isAwaited(state)) return [filled];
      // What was matched was taken, also when the fill overtakes the answer.
      const { at } = command.data;
      return [{ type: 'OrderAccepted', data: { ...key, venueStatus: 'matched', at } }, filled];
    }
    case 'ConfirmFill': {
      const fill = state.fills.get(command.data.tradeId);
      return fill?.settlement === 'provisional'
        ? [
            {
              type: 'FillConfirmed',
              data: { ...key, ...detailsOf(fill), ...command.data },
            },
          ]
        : [];
    }
    case 'FailFill': {
      const fill = state.fills.get(command.data.tradeId);
      return fill?.settlement === 'provisional'
        ? [
            {
              type: 'FillFailed',
              data: { ...key, ...detailsOf(fill), ...command.data },
            },
          ]
        : [];
    }
    case 'CloseOrder': {
      const { reason, venueFilledShares, at } = command.data;
      const recorded = matchedShares(state);
      if (isOver(state) || recorded + DUST_SHARES <= venueFilledShares) return [];
      return [
        {
          type: 'OrderClosed',
          data: { ...key, reason, filledShares: recorded, at },
        },
      ];
    }
    case 'RequestCancel':
      return isOpen(state) && state.cancel === undefined
        ? [{ type: 'OrderCancelRequested', data: { ...key, ...command.data } }]
        : [];
  }
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Questions

/** Everything the venue matched for us, failed settlements included. */
export function matchedShares(state: State): MicroShares {
  if (!('fills' in state)) return noShares;
  return [...state.fills.values()].reduce((total, fill) => plus(total, fill.shares), noShares);
}

/** What a fill cost or brought: by the chain where it was asked, else by the venue and the formula. */
export function moneyOf({ settled, ...fill }: Fill & { settled?: SettledMoney }): SettledMoney {
  return settled ?? fill;
}

/** Whether the venue may still hold or fill the order. */
export function isOpen(state: State): boolean {
  return state.kind === 'requested' || state.kind === 'unconfirmed' || state.kind === 'live';
}

function isOver(state: State): boolean {
  return state.kind === 'closed' || state.kind === 'rejected';
}

function isAwaited(state: State): boolean {
  return state.kind === 'requested' || state.kind === 'unconfirmed';
}

// Vocabulary

/** The venue under- and overfills by less than 0.01 share; such a difference is none. */
export const DUST_SHARES = 10_000n as MicroShares;

export type OrderKey = {
  readonly orderId: string;
  readonly signalId: SignalId;
  readonly strategyId: StrategyId;
  readonly accountId: AccountId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
};

export type SignedOrder = {
  readonly orderType: OrderType;
  readonly limitPrice: Price;
  readonly shares: MicroShares;
  /** What the order gives at most: pUSD for BUY, shares for SELL, in millionths. */
  readonly makerAmount: bigint;
  /** What it must receive for that. */
  readonly takerAmount: bigint;
  /** The EIP-712 hash of the order, which is the venue's id for it. */
  readonly orderHash: string;
  /** The signed order as JSON; the only bytes that are ever sent for this order. */
  readonly signedBody: string;
};

/** The money of a fill as the exchange contract booked it: its operator, not a formula, sets the fee. */
export type SettledMoney = Pick<Fill, 'amountUsd' | 'feeUsd'>;

export type Fill = {
  readonly tradeId: string;
  readonly shares: MicroShares;
  readonly price: Price;
  /** Paid (BUY) or received (SELL) before the fee. */
  readonly amountUsd: MicroUsd;
  readonly feeUsd: MicroUsd;
};

/** Who wants the order's end, why, and since when. */
export type CancelRequest = { readonly by: string; readonly why: string; readonly at: Instant };

export type CloseReason = 'filled' | 'killed' | 'cancelled' | 'expired' | 'market_over';

function keyOf(order: OrderKey): OrderKey {
  const { orderId, signalId, strategyId, accountId, conditionId, tokenId, side } = order;
  return {
    orderId,
    signalId,
    strategyId,
    accountId,
    conditionId,
    tokenId,
    side,
  };
}

function detailsOf(fill: TrackedFill): Fill {
  const { settlement: _, ...details } = fill;
  return details;
}

function withFill<Held extends Extract<State, { fills: unknown }>>(
  state: Held,
  data: Fill,
  settlement: TrackedFill['settlement'],
): Held {
  const { tradeId, shares, price, amountUsd, feeUsd } = data;
  const fill = { tradeId, shares, price, amountUsd, feeUsd, settlement };
  return { ...state, fills: new Map(state.fills).set(tradeId, fill) };
}
