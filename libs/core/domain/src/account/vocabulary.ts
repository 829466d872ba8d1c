/** What the account decider speaks about: proposals, quotes, checks, decisions. */
import type { FeeSchedule } from '../fee.js';
import type { MicroShares, MicroUsd, Price, Ratio } from '../money.js';
import type { Signal } from '../signal.js';
import type { Instant, StrategyId, TokenId } from '../vocabulary.js';
import type { Midpoint } from './volatility.js';

export type { RiskRules } from './risk-rules.js';
export type { Midpoint } from './volatility.js';

/** What risk knows of the signal's market at the moment of decision. */
export type MarketView = {
  /** Disputed: it trades, and its outcome is disputed. */
  readonly status: 'open' | 'disputed' | 'closed' | 'resolved';
  readonly tokenIds: readonly TokenId[];
  readonly tickSize: Price;
  readonly orderSizeMin: MicroShares;
  readonly fee: FeeSchedule;
  /** The neg-risk event the market belongs to: of its markets at most one pays YES. */
  readonly negRiskEvent?: string;
};

export type Level = { readonly price: Price; readonly shares: MicroShares };

/** The book a decision was taken on, best levels first. */
export type Quote = {
  readonly tokenId: TokenId;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly at: Instant;
};

/** What one share of an outcome counts as in equity, in millionths of a dollar; 0 to 1. */
export type Mark = { readonly tokenId: TokenId; readonly price: bigint };

/** Everything a rule may look at besides the account's own state. */
export type Assessment = {
  readonly signal: Signal;
  readonly market: MarketView | undefined;
  readonly quote: Quote | undefined;
  /** Newer marks of what the strategy holds, so that it is judged on today's equity. */
  readonly marks?: readonly Mark[];
  /** Hourly midpoints of the signal's token, oldest first. */
  readonly midpoints?: readonly Midpoint[];
  readonly at: Instant;
};

/** The codes of rows 0 to 15 of the risk rules, in the order that names a refusal. */
export type RefusalCode = GateCode | RuleCode;

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

export type RuleCode =
  | 'circuit_breaker_active'
  | 'strategy_paused'
  | 'drawdown_exceeded'
  | 'consecutive_losses'
  | 'daily_budget_exceeded'
  | 'weekly_budget_exceeded'
  | 'monthly_budget_exceeded'
  | 'position_too_large'
  | 'exposure_exceeded'
  | 'too_many_positions'
  | 'market_already_held'
  | 'slippage_exceeded'
  | 'spread_exceeded'
  | 'liquidity_too_low'
  | 'latency_exceeded'
  | 'account_balance'
  | 'event_loss_exceeded';

/** One rule's verdict with its numbers; usd and ratio are millionths. */
export type Check = {
  readonly code: RefusalCode;
  readonly unit: 'usd' | 'ratio' | 'count' | 'ms' | 'none';
  /** What was measured. */
  readonly value: bigint;
  /** What it was held against; undefined when the rule is off. */
  readonly limit: bigint | undefined;
  /** How far the value is from its limit; negative when beyond. Undefined when there is no limit. */
  readonly margin?: bigint;
  readonly passed: boolean;
  /** At least 80 % of the limit is used. */
  readonly near: boolean;
  /** What is measured; of a check that failed, what is wrong with its numbers, in words. */
  readonly detail: string;
};

export type Decision = {
  readonly checks: readonly Check[];
  /** 0 while no rules are set. */
  readonly rulesVersion: number;
  readonly quote: Quote | undefined;
  readonly market: MarketView | undefined;
  /** How the size came about; absent where nothing was sized. */
  readonly sizing?: Sizing;
};

/** From the size a signal asked for to the size that was checked. */
export type Sizing = {
  readonly askedUsd: MicroUsd;
  /** After the strategy's own sizing and volatility, rounded down to the venue's grid. */
  readonly sizedUsd: MicroUsd;
  readonly by: 'signal' | 'fixed_usd' | 'equity_pct' | 'proportional';
  readonly volatility?: VolatilityMeasure;
  /** Whether it was then cut to the largest position that is allowed. */
  readonly clipped: boolean;
};

export type VolatilityMeasure = {
  readonly multiplier: Ratio;
  /** Hourly midpoints it rests on. */
  readonly points: number;
  /** σ of the last day / σ of the lookback; undefined with too few points to tell. */
  readonly rho: Ratio | undefined;
};

export type PauseKind = 'operator' | 'drawdown' | 'streak';

/** What stops entries until its time has passed or its cause is gone. */
export type BreakerKind =
  | BreachKind
  | 'operator'
  | 'order_errors'
  | 'ledger_lag'
  | 'venue_heartbeat'
  | 'user_stream'
  | 'venue_version'
  /** The venue takes no new orders, or none of this account. */
  | 'venue_condition'
  /** Since the last start, not all there is at the venue was compared yet. */
  | 'venue_unreconciled';

/** Measures of a market that trip a breaker when they are bad too often. */
export type BreachKind = 'slippage' | 'spread' | 'liquidity' | 'latency';

/** A number behind a pause or resume, by its name in the formula. */
export type Input = { readonly name: string; readonly value: string };

export type StrategyRegistration = {
  readonly strategyId: StrategyId;
  readonly capitalUsd: MicroUsd;
};
