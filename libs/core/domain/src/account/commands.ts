/** What an account can be asked. */
import type { Message } from '../decider.js';
import type { MicroShares, MicroUsd } from '../money.js';
import type { Fill, OrderKey } from '../order.js';
import type { AccountId, ConditionId, Instant, SignalId, TokenId } from '../vocabulary.js';
import type { AccountKilled, AccountReleased, RiskRulesSet, StrategyRegistered } from './facts.js';
import type { Assessment } from './vocabulary.js';

export type RegisterStrategy = Message<'RegisterStrategy', StrategyRegistered['data']>;
export type SetRiskRules = Message<'SetRiskRules', Omit<RiskRulesSet['data'], 'version'>>;
export type AssessSignal = Message<'AssessSignal', Assessment>;
export type RecordFill = Message<'RecordFill', OrderKey & Fill & { at: Instant }>;
export type SettleFill = Message<'SettleFill', OrderKey & { tradeId: string; at: Instant }>;
export type ReverseFill = Message<'ReverseFill', OrderKey & { tradeId: string; at: Instant }>;
export type ReleaseReservation = Message<'ReleaseReservation', { signalId: SignalId; at: Instant }>;
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
    at: Instant;
  }
>;
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
  | KillAccount
  | ReleaseAccount;
