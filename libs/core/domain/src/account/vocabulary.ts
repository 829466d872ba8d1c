/** What the account decider speaks about: rules, proposals, quotes, decisions. */
import type { FeeSchedule } from '../fee.js';
import type { MicroShares, MicroUsd, Price, Ratio } from '../money.js';
import type { Signal } from '../signal.js';
import type { Instant, StrategyId, TokenId } from '../vocabulary.js';

/** Limits of one strategy. An absent limit has the default of the rule's own file, or is off. */
export type RiskRules = {
  readonly maxSignalAgeMs?: number;
  readonly dailyBudgetUsd?: MicroUsd;
  readonly dailyBudgetPct?: Ratio;
  readonly maxPositionSizeUsd?: MicroUsd;
  readonly maxPositionSizePct?: Ratio;
  readonly maxTotalExposureUsd?: MicroUsd;
  readonly maxTotalExposurePct?: Ratio;
  readonly maxPositionsPerMarket?: number;
  readonly maxConcurrentPositions?: number;
  readonly maxSpreadPct?: Ratio;
  /** IANA name of the zone whose midnight ends the day's budget. */
  readonly timeZone?: string;
};

/** What risk knows of the signal's market at the moment of decision. */
export type MarketView = {
  readonly status: 'open' | 'closed' | 'resolved';
  readonly tokenIds: readonly TokenId[];
  readonly tickSize: Price;
  readonly orderSizeMin: MicroShares;
  readonly fee: FeeSchedule;
};

export type Level = { readonly price: Price; readonly shares: MicroShares };

/** The book a decision was taken on, best levels first. */
export type Quote = {
  readonly tokenId: TokenId;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly at: Instant;
};

/** Everything a rule may look at besides the account's own state. */
export type Assessment = {
  readonly signal: Signal;
  readonly market: MarketView | undefined;
  readonly quote: Quote | undefined;
  readonly at: Instant;
};

export type RefusalCode =
  | GateCode
  | 'daily_budget_exceeded'
  | 'position_too_large'
  | 'exposure_exceeded'
  | 'too_many_positions'
  | 'market_already_held'
  | 'spread_exceeded';

export type GateCode =
  | 'killed'
  | 'unknown_strategy'
  | 'rules_not_set'
  | 'stale_signal'
  | 'invalid_signal'
  | 'market_not_tradable'
  | 'duplicate_signal'
  | 'below_minimum'
  | 'nothing_to_reduce';

/** One rule's verdict with its numbers; usd and ratio are millionths. */
export type Check = {
  readonly code: RefusalCode;
  readonly unit: 'usd' | 'ratio' | 'count' | 'ms' | 'none';
  /** What was measured. */
  readonly value: bigint;
  /** What it was held against; undefined when the rule is off. */
  readonly limit: bigint | undefined;
  readonly passed: boolean;
  /** At least 80 % of the limit is used. */
  readonly near: boolean;
  /** Words for a check that has no numbers, such as the gate's. */
  readonly detail: string;
};

export type Decision = {
  readonly checks: readonly Check[];
  /** 0 while no rules are set. */
  readonly rulesVersion: number;
  readonly quote: Quote | undefined;
  readonly market: MarketView | undefined;
};

export type StrategyRegistration = {
  readonly strategyId: StrategyId;
  readonly capitalUsd: MicroUsd;
};
