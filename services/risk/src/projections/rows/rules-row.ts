/**
 * The limits of a strategy that are in force, in the design's columns. A limit that nobody set is
 * shown as the default that holds where the design gives its column one. `rules` has all exactly.
 */
import { account, money, type StrategyId } from '@sluice/domain';
import { upsertRows, type RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';
import type { RulesInForce } from '../fold/strategy-record.js';
import {
  INTEGER_MAX,
  RATIO_4_2_MAX,
  RATIO_5_3_MAX,
  RATIO_6_4_MAX,
  USD_10_MAX,
  USD_12_MAX,
  wholeWithin,
  within,
} from './design-limits.js';
import type { ReadRow } from './read-row.js';
import { rulesInColumns, type RulesInColumns } from './rules-words.js';
import { ownedRows } from './strategy-row.js';
import { jsonOf, writableRow } from './writable.js';

export const ruleIdOf = (strategyId: StrategyId): string => uuidFrom('risk_rules', strategyId);

export async function writeRules(
  tx: EntityManager,
  inForce: readonly RulesInForce[],
): Promise<void> {
  const owned = await ownedRows(
    tx,
    inForce.map((rules) => writableRow({ ...rowOf(rules), account_id: rules.set.accountId })),
  );
  if (owned.length === 0) return;
  await upsertRows(tx, RULES_SHAPE, owned);
  await tx.query(
    `update lt_strategies s set risk_rules_id = r.rule_id
     from lt_risk_rules r where r.strategy_id = s.strategy_id and s.strategy_id = any($1)`,
    [owned.map(({ strategy_id }) => strategy_id)],
  );
}

const rowOf = ({ set, tookEffectAt, firstAt }: RulesInForce) => ({
  rule_id: ruleIdOf(set.strategyId),
  strategy_id: set.strategyId,
  ...designed(set.rules),
  created_at: firstAt,
  updated_at: tookEffectAt,
  version: set.version,
  ...ours(set.rules),
  by: set.by,
  why: set.why,
  rules: jsonOf(rulesInColumns(set.rules)),
});

const { DEFAULTS } = account;

const designed = (rules: account.RiskRules) => ({
  daily_budget_usd: fixed(rules.dailyBudgetUsd, USD_12_MAX),
  daily_budget_pct: fixed(rules.dailyBudgetPct, RATIO_5_3_MAX),
  weekly_budget_usd: fixed(rules.weeklyBudgetUsd, USD_12_MAX),
  monthly_budget_usd: fixed(rules.monthlyBudgetUsd, USD_12_MAX),
  max_position_size_usd: fixed(rules.maxPositionSizeUsd, USD_10_MAX),
  max_position_size_pct: fixed(rules.maxPositionSizePct, RATIO_5_3_MAX),
  max_total_exposure_usd: fixed(rules.maxTotalExposureUsd, USD_12_MAX),
  max_total_exposure_pct: fixed(rules.maxTotalExposurePct, RATIO_5_3_MAX),
  max_positions_per_market: wholeWithin(
    rules.maxPositionsPerMarket ?? DEFAULTS.maxPositionsPerMarket,
    INTEGER_MAX,
  ),
  max_concurrent_positions: wholeWithin(
    rules.maxConcurrentPositions ?? DEFAULTS.maxConcurrentPositions,
    INTEGER_MAX,
  ),
  max_drawdown_pct: within(rules.maxDrawdownPct ?? DEFAULTS.maxDrawdownPct, RATIO_5_3_MAX),
  max_consecutive_losses: wholeWithin(
    rules.maxConsecutiveLosses ?? DEFAULTS.maxConsecutiveLosses,
    INTEGER_MAX,
  ),
  drawdown_resume_threshold_pct: fixed(rules.drawdownResumeThresholdPct, RATIO_5_3_MAX),
  max_slippage_pct: within(rules.maxSlippagePct ?? DEFAULTS.maxSlippagePct, RATIO_6_4_MAX),
  max_spread_pct: fixed(rules.maxSpreadPct, RATIO_6_4_MAX),
  min_liquidity_usd: fixed(rules.minLiquidityUsd, USD_10_MAX),
  max_latency_ms: wholeWithin(rules.maxLatencyMs ?? DEFAULTS.maxLatencyMs, INTEGER_MAX),
  use_volatility_adjustment: rules.useVolatilityAdjustment ?? false,
  volatility_lookback_days: wholeWithin(
    rules.volatilityLookbackDays ?? DEFAULTS.volatilityLookbackDays,
    INTEGER_MAX,
  ),
  low_volatility_multiplier: within(
    rules.lowVolatilityMultiplier ?? DEFAULTS.lowVolatilityMultiplier,
    RATIO_4_2_MAX,
  ),
  high_volatility_multiplier: within(
    rules.highVolatilityMultiplier ?? DEFAULTS.highVolatilityMultiplier,
    RATIO_4_2_MAX,
  ),
  enable_stop_loss: rules.enableStopLoss ?? false,
  stop_loss_pct: fixed(rules.stopLossPct, RATIO_5_3_MAX),
  enable_take_profit: rules.enableTakeProfit ?? false,
  take_profit_pct: fixed(rules.takeProfitPct, RATIO_5_3_MAX),
});

const ours = (rules: account.RiskRules) => ({
  max_signal_age_ms:
    rules.maxSignalAgeMs === undefined ? null : wholeWithin(rules.maxSignalAgeMs, INTEGER_MAX),
  time_zone: rules.timeZone ?? null,
  budget_window: rules.budgetWindow ?? null,
  fixed_usd: exact(rules.fixedUsd),
  equity_pct: exact(rules.equityPct),
  proportional: exact(rules.proportional),
  on_oversize: rules.onOversize ?? null,
  streak_cooldown_ms: rules.streakCooldownMs ?? null,
  max_event_loss_usd: exact(rules.maxEventLossUsd),
  breaker_trip_count: rules.breakerTripCount ?? null,
  breaker_window_ms: rules.breakerWindowMs ?? null,
  breaker_cooldown_ms: rules.breakerCooldownMs ?? null,
  trailing_stop_pct: exact(rules.trailingStopPct),
  time_stop_ms: rules.timeStopMs ?? null,
  exit_max_slippage_pct: exact(rules.exitMaxSlippagePct),
});

const fixed = (amount: bigint | undefined, max: bigint): string | null =>
  amount === undefined ? null : within(amount, max);

const exact = (amount: bigint | undefined): string | null =>
  amount === undefined ? null : money.decimal(amount);

const COLUMNS = {
  rule_id: 'uuid',
  strategy_id: 'text',
  daily_budget_usd: 'numeric',
  daily_budget_pct: 'numeric',
  weekly_budget_usd: 'numeric',
  monthly_budget_usd: 'numeric',
  max_position_size_usd: 'numeric',
  max_position_size_pct: 'numeric',
  max_total_exposure_usd: 'numeric',
  max_total_exposure_pct: 'numeric',
  max_positions_per_market: 'integer',
  max_concurrent_positions: 'integer',
  max_drawdown_pct: 'numeric',
  max_consecutive_losses: 'integer',
  drawdown_resume_threshold_pct: 'numeric',
  max_slippage_pct: 'numeric',
  max_spread_pct: 'numeric',
  min_liquidity_usd: 'numeric',
  max_latency_ms: 'integer',
  use_volatility_adjustment: 'boolean',
  volatility_lookback_days: 'integer',
  low_volatility_multiplier: 'numeric',
  high_volatility_multiplier: 'numeric',
  enable_stop_loss: 'boolean',
  stop_loss_pct: 'numeric',
  enable_take_profit: 'boolean',
  take_profit_pct: 'numeric',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  version: 'integer',
  max_signal_age_ms: 'integer',
  time_zone: 'text',
  budget_window: 'text',
  fixed_usd: 'numeric',
  equity_pct: 'numeric',
  proportional: 'numeric',
  on_oversize: 'text',
  streak_cooldown_ms: 'bigint',
  max_event_loss_usd: 'numeric',
  breaker_trip_count: 'bigint',
  breaker_window_ms: 'bigint',
  breaker_cooldown_ms: 'bigint',
  trailing_stop_pct: 'numeric',
  time_stop_ms: 'bigint',
  exit_max_slippage_pct: 'numeric',
  by: 'text',
  why: 'text',
  rules: 'jsonb',
} as const;

const RULES_SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'lt_risk_rules',
  key: ['strategy_id'],
  columns: COLUMNS,
};

type SetOnly =
  | 'daily_budget_usd'
  | 'daily_budget_pct'
  | 'weekly_budget_usd'
  | 'monthly_budget_usd'
  | 'max_position_size_usd'
  | 'max_position_size_pct'
  | 'max_total_exposure_usd'
  | 'max_total_exposure_pct'
  | 'drawdown_resume_threshold_pct'
  | 'max_spread_pct'
  | 'min_liquidity_usd'
  | 'stop_loss_pct'
  | 'take_profit_pct'
  | keyof ReturnType<typeof ours>;

export type RiskRulesRow = ReadRow<typeof COLUMNS, SetOnly, { readonly rules: RulesInColumns }>;
