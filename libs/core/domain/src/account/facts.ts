/** The facts of an account. Their names and fields are stored for ever: add, never rename. */
import type { Message } from '../decider.js';
import type { FeeSchedule } from '../fee.js';
import type { MicroShares, MicroUsd, Price } from '../money.js';
import type { Signal } from '../signal.js';
import type {
  AccountId,
  ConditionId,
  Instant,
  OrderType,
  Side,
  SignalId,
  StrategyId,
  TokenId,
} from '../vocabulary.js';
import type { Decision, RefusalCode, RiskRules } from './vocabulary.js';

export type StrategyRegistered = Message<
  'StrategyRegistered',
  {
    accountId: AccountId;
    strategyId: StrategyId;
    capitalUsd: MicroUsd;
    by: string;
    at: Instant;
  }
>;
export type RiskRulesSet = Message<
  'RiskRulesSet',
  {
    accountId: AccountId;
    strategyId: StrategyId;
    rules: RiskRules;
    version: number;
    by: string;
    why: string;
    at: Instant;
  }
>;
export type SignalApproved = Message<'SignalApproved', Approval>;
export type SignalRefused = Message<
  'SignalRefused',
  {
    signal: Signal;
    code: RefusalCode;
    sentence: string;
    decision: Decision;
    at: Instant;
  }
>;
/** What an order did not fill is free again. */
export type ReservationReleased = Message<
  'ReservationReleased',
  {
    accountId: AccountId;
    strategyId: StrategyId;
    signalId: SignalId;
    releasedUsd: MicroUsd;
    releasedShares: MicroShares;
    at: Instant;
  }
>;
/** A buy filled: a part of the reservation became a position. */
export type ExposureOpened = Message<
  'ExposureOpened',
  AccountFill & { costUsd: MicroUsd; releasedUsd: MicroUsd; at: Instant }
>;
/** A fill is final on chain; what it bought may be sold. */
export type ExposureSettled = Message<'ExposureSettled', AccountFill & { at: Instant }>;
/** A position shrank or ended: sold, redeemed or lost. Order and trade are empty unless sold. */
export type ExposureClosed = Message<
  'ExposureClosed',
  AccountFill & {
    reason: 'sold' | 'redeemed' | 'lost';
    costUsd: MicroUsd;
    proceedsUsd: MicroUsd;
    /** Negative when lost. */
    realizedUsd: bigint;
    at: Instant;
  }
>;
/** A fill whose settlement failed never happened: its effect is undone, once. */
export type FillReversed = Message<
  'FillReversed',
  AccountFill & {
    side: Side;
    costUsd: MicroUsd;
    realizedUsd: bigint;
    at: Instant;
  }
>;
export type AccountKilled = Message<
  'AccountKilled',
  { accountId: AccountId; by: string; why: string; at: Instant }
>;
export type AccountReleased = Message<
  'AccountReleased',
  { accountId: AccountId; by: string; why: string; at: Instant }
>;

export type Event =
  | StrategyRegistered
  | RiskRulesSet
  | SignalApproved
  | SignalRefused
  | ReservationReleased
  | ExposureOpened
  | ExposureSettled
  | ExposureClosed
  | FillReversed
  | AccountKilled
  | AccountReleased;

/** What may be ordered, and nothing else may. */
export type Approval = {
  readonly signalId: SignalId;
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly limitPrice: Price;
  readonly sizeUsd: MicroUsd;
  readonly shares: MicroShares;
  /** Promised until the order is over: size at the limit, rounded up, and the highest fee. */
  readonly reservedUsd: MicroUsd;
  readonly fee: FeeSchedule;
  /** The day whose budget pays for it. */
  readonly dayKey: string;
  readonly reduceOnly: boolean;
  readonly decision: Decision;
  readonly observedAt: Instant;
  readonly at: Instant;
};

export type AccountFill = {
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly signalId: SignalId;
  readonly orderId: string;
  readonly tradeId: string;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly shares: MicroShares;
};
