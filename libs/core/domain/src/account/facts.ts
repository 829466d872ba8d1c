/** The facts of an account. Their names and fields are stored for ever: add, never rename. */
import type { Message } from '../decider.js';
import type { FeeSchedule } from '../fee.js';
import type { MicroShares, MicroUsd, Price, Ratio } from '../money.js';
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
import type {
  BreakerKind,
  Decision,
  Input,
  Mark,
  PauseKind,
  RefusalCode,
  RiskRules,
} from './vocabulary.js';

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
    /** When they take effect; at once when absent. */
    effectiveAt?: Instant;
    at: Instant;
  }
>;
/** Rules set for a later time are in force now. */
export type RulesTookEffect = Message<
  'RulesTookEffect',
  { accountId: AccountId; strategyId: StrategyId; version: number; at: Instant }
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
    /** The venue refused the order, or it could not be ordered at all. */
    rejected?: boolean;
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
/**
 * A position shrank or ended: sold, redeemed or lost. Order and trade are empty unless sold; when the
 * chain paid for a part of it, the transaction that did is the trade.
 */
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
/** A fill was worse than the best price its approval saw, by more than is allowed. */
export type SlippageBreached = Message<
  'SlippageBreached',
  {
    accountId: AccountId;
    strategyId: StrategyId;
    signalId: SignalId;
    orderId: string;
    tradeId: string;
    slippage: Ratio;
    limit: Ratio;
    at: Instant;
  }
>;
/** What is held was valued anew; peak and trough move with it. */
export type EquityMarked = Message<
  'EquityMarked',
  {
    accountId: AccountId;
    strategyId: StrategyId;
    /** Only those that changed. */
    marks: readonly Mark[];
    /** Below zero when more is lost than was allocated. */
    equityUsd: bigint;
    peakUsd: bigint;
    troughUsd: bigint;
    at: Instant;
  }
>;
/** The peak is today's equity: a person said that the past drawdown no longer counts. */
export type PeakReset = Message<
  'PeakReset',
  Signed & { strategyId: StrategyId; fromUsd: bigint; peakUsd: bigint }
>;
/** The wallet's free collateral, as the venue or the chain showed it. */
export type CollateralObserved = Message<
  'CollateralObserved',
  { accountId: AccountId; freeUsd: MicroUsd; at: Instant }
>;
/** No entry passes until a resume. */
export type StrategyPaused = Message<'StrategyPaused', Reasoned & { kind: PauseKind }>;
/** Which pause ended, and whether the streak of losses starts anew with it. */
export type StrategyResumed = Message<
  'StrategyResumed',
  Reasoned & { kind: PauseKind; streakReset: boolean }
>;
/** No entry passes until it is cleared; without a strategy it holds for the whole account. */
export type BreakerTripped = Message<
  'BreakerTripped',
  Signed & {
    strategyId: StrategyId | undefined;
    kind: BreakerKind;
    /** Absent: until its cause is gone or a person clears it. */
    until: Instant | undefined;
  }
>;
export type BreakerCleared = Message<
  'BreakerCleared',
  Signed & { strategyId: StrategyId | undefined; kind: BreakerKind }
>;
/** Signals came for a day, and none of them got as far as the rules. */
export type RulesUnevaluated = Message<
  'RulesUnevaluated',
  { accountId: AccountId; strategyId: StrategyId; since: Instant; at: Instant }
>;
export type StrategyKilled = Message<'StrategyKilled', Killing & { strategyId: StrategyId }>;
export type StrategyReleased = Message<'StrategyReleased', Signed & { strategyId: StrategyId }>;
export type AccountKilled = Message<'AccountKilled', Killing>;
export type AccountReleased = Message<'AccountReleased', Signed>;

export type Event =
  | StrategyRegistered
  | RiskRulesSet
  | RulesTookEffect
  | SignalApproved
  | SignalRefused
  | ReservationReleased
  | ExposureOpened
  | ExposureSettled
  | ExposureClosed
  | FillReversed
  | SlippageBreached
  | EquityMarked
  | PeakReset
  | CollateralObserved
  | StrategyPaused
  | StrategyResumed
  | BreakerTripped
  | BreakerCleared
  | RulesUnevaluated
  | StrategyKilled
  | StrategyReleased
  | AccountKilled
  | AccountReleased;

/** Who did it to which account, and why. */
export type Signed = {
  readonly accountId: AccountId;
  readonly by: string;
  readonly why: string;
  readonly at: Instant;
};

type Killing = Signed & {
  /** Exits may still sell what is held. Absent in old facts: then they may not. */
  readonly flatten?: boolean;
};

type Reasoned = Signed & {
  readonly strategyId: StrategyId;
  /** How the numbers were put together; empty when a person decided. */
  readonly formula: string;
  readonly inputs: readonly Input[];
};

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
  /** As the signal asked. */
  readonly expiresAt?: Instant;
  readonly postOnly?: boolean;
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
