/** What an account can be asked. */
import type { Message } from '../decider.js';
import type { MicroShares, MicroUsd } from '../money.js';
import type { Fill, OrderKey } from '../order.js';
import type {
  AccountId,
  ConditionId,
  Instant,
  SignalId,
  StrategyId,
  TokenId,
} from '../vocabulary.js';
import type {
  AccountKilled,
  AccountReleased,
  BreakerCleared,
  BreakerTripped,
  CollateralObserved,
  RiskRulesSet,
  Signed,
  StrategyKilled,
  StrategyRegistered,
  StrategyReleased,
} from './facts.js';
import type { Assessment, Mark } from './vocabulary.js';

export type RegisterStrategy = Message<'RegisterStrategy', StrategyRegistered['data']>;
export type SetRiskRules = Message<
  'SetRiskRules',
  Omit<RiskRulesSet['data'], 'version'> & {
    /** Nothing is set unless this is the newest version. */
    readonly expectedVersion?: number;
  }
>;
export type AssessSignal = Message<'AssessSignal', Assessment>;
export type RecordFill = Message<
  'RecordFill',
  OrderKey & Fill & { marks?: readonly Mark[]; at: Instant }
>;
export type SettleFill = Message<'SettleFill', OrderKey & { tradeId: string; at: Instant }>;
export type ReverseFill = Message<'ReverseFill', OrderKey & { tradeId: string; at: Instant }>;
export type ReleaseReservation = Message<
  'ReleaseReservation',
  { signalId: SignalId; rejected?: boolean; at: Instant }
>;
/** A wallet's holdings of a resolved condition were redeemed or proven worthless. */
export type SettlePosition = Message<
  'SettlePosition',
  {
    accountId: AccountId;
    conditionId: ConditionId;
    holdings: readonly {
      tokenId: TokenId;
      shares: MicroShares;
      payoutUsd: MicroUsd;
    }[];
    /** Of what took just these shares: the rest is still held. Without it, nothing is. */
    transactionHash?: string;
    at: Instant;
  }
>;
/** Complete sets of a condition became money: a share of each outcome left for each dollar. */
export type MergeSets = Message<
  'MergeSets',
  {
    accountId: AccountId;
    conditionId: ConditionId;
    tokenIds: readonly TokenId[];
    /** Of each outcome. */
    shares: MicroShares;
    payoutUsd: MicroUsd;
    transactionHash: string;
    at: Instant;
  }
>;
/** Values what a strategy holds anew. Marks of what it does not hold are passed over. */
export type MarkEquity = Message<
  'MarkEquity',
  { accountId: AccountId; strategyId: StrategyId; marks: readonly Mark[]; at: Instant }
>;
export type ObserveCollateral = Message<'ObserveCollateral', CollateralObserved['data']>;
/** Time went by: rules that were due take effect, breakers and pauses that are over end. */
export type PassTime = Message<'PassTime', { accountId: AccountId; at: Instant }>;
export type PauseStrategy = Message<'PauseStrategy', Signed & { strategyId: StrategyId }>;
export type ResumeStrategy = Message<'ResumeStrategy', Signed & { strategyId: StrategyId }>;
export type ResetPeak = Message<'ResetPeak', Signed & { strategyId: StrategyId }>;
export type TripBreaker = Message<'TripBreaker', BreakerTripped['data']>;
export type ClearBreaker = Message<'ClearBreaker', BreakerCleared['data']>;
export type KillStrategy = Message<'KillStrategy', StrategyKilled['data']>;
export type ReleaseStrategy = Message<'ReleaseStrategy', StrategyReleased['data']>;
export type KillAccount = Message<'KillAccount', AccountKilled['data']>;
export type ReleaseAccount = Message<'ReleaseAccount', AccountReleased['data']>;

export type Command =
  | RegisterStrategy
  | SetRiskRules
  | AssessSignal
  | RecordFill
  | SettleFill
  | ReverseFill
  | ReleaseReservation
  | SettlePosition
  | MergeSets
  | MarkEquity
  | ObserveCollateral
  | PassTime
  | PauseStrategy
  | ResumeStrategy
  | ResetPeak
  | TripBreaker
  | ClearBreaker
  | KillStrategy
  | ReleaseStrategy
  | KillAccount
  | ReleaseAccount;
