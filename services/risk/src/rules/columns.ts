/** The columns of lt_risk_rules and ours: how each is read, and which of the account's rules it is. */
import { account, money } from '@sluice/domain';
import type { z } from 'zod';
import { decimalWithin, oneOf, timeZone, wholeNumber, yesOrNo } from './values.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const COUNT_MAX = 1_000_000;

const dollars = decimalWithin(money.usd, { from: 0n, words: 'dollars, 0 or more' });
const someDollars = decimalWithin(money.usd, { from: 0n, isAbove: true, words: 'dollars above 0' });
const part = decimalWithin(money.ratio, {
  ...{ from: 0n, to: money.MICROS },
  words: 'a fraction from 0 to 1',
});
const somePart = decimalWithin(money.ratio, {
  ...{ from: 0n, isAbove: true, to: money.MICROS },
  words: 'a fraction above 0 and at most 1',
});
const gain = decimalWithin(money.ratio, {
  ...{ from: 0n, isAbove: true, to: 100n * money.MICROS },
  words: 'a fraction above 0 and at most 100',
});
const multiplier = decimalWithin(money.ratio, {
  ...{ from: 0n, to: 10n * money.MICROS },
  words: 'a factor from 0 to 10',
});
const duration = (days: number) => wholeNumber(1, days * DAY_MS);
const count = wholeNumber(0, COUNT_MAX);

export const COLUMNS = {
  max_signal_age_ms: column('maxSignalAgeMs', duration(1)),
  time_zone: column('timeZone', timeZone),
  budget_window: column('budgetWindow', oneOf('calendar', 'rolling')),

  daily_budget_usd: column('dailyBudgetUsd', dollars),
  daily_budget_pct: column('dailyBudgetPct', part),
  weekly_budget_usd: column('weeklyBudgetUsd', dollars),
  monthly_budget_usd: column('monthlyBudgetUsd', dollars),

  fixed_usd: column('fixedUsd', someDollars),
  equity_pct: column('equityPct', somePart),
  proportional: column('proportional', gain),

  max_position_size_usd: column('maxPositionSizeUsd', dollars),
  max_position_size_pct: column('maxPositionSizePct', part),
  on_oversize: column('onOversize', oneOf('refuse', 'clip')),
  max_total_exposure_usd: column('maxTotalExposureUsd', dollars),
  max_total_exposure_pct: column('maxTotalExposurePct', part),
  max_positions_per_market: column('maxPositionsPerMarket', count),
  max_concurrent_positions: column('maxConcurrentPositions', count),

  max_drawdown_pct: column('maxDrawdownPct', part),
  drawdown_resume_threshold_pct: column('drawdownResumeThresholdPct', somePart),
  /** A streak of none is reached by everybody: nothing would ever trade. */
  max_consecutive_losses: column('maxConsecutiveLosses', wholeNumber(1, COUNT_MAX)),
  streak_cooldown_ms: column('streakCooldownMs', duration(31)),

  max_slippage_pct: column('maxSlippagePct', part),
  max_spread_pct: column('maxSpreadPct', part),
  min_liquidity_usd: column('minLiquidityUsd', dollars),
  max_latency_ms: column('maxLatencyMs', duration(1)),
  max_event_loss_usd: column('maxEventLossUsd', dollars),

  breaker_trip_count: column('breakerTripCount', wholeNumber(1, 100)),
  breaker_window_ms: column('breakerWindowMs', duration(1)),
  breaker_cooldown_ms: column('breakerCooldownMs', duration(31)),

  use_volatility_adjustment: column('useVolatilityAdjustment', yesOrNo),
  volatility_lookback_days: column(
    'volatilityLookbackDays',
    wholeNumber(1, account.LOOKBACK_DAYS_MAX),
  ),
  low_volatility_multiplier: column('lowVolatilityMultiplier', multiplier),
  high_volatility_multiplier: column('highVolatilityMultiplier', multiplier),

  enable_stop_loss: column('enableStopLoss', yesOrNo),
  stop_loss_pct: column('stopLossPct', somePart),
  enable_take_profit: column('enableTakeProfit', yesOrNo),
  take_profit_pct: column('takeProfitPct', gain),
  trailing_stop_pct: column('trailingStopPct', somePart),
  time_stop_ms: column('timeStopMs', duration(366)),
  exit_max_slippage_pct: column('exitMaxSlippagePct', part),
} as const;

export type ColumnName = keyof typeof COLUMNS;

export const columnNames = Object.keys(COLUMNS) as readonly ColumnName[];

/** The columns that are set, with their values as the account takes them. */
export type RuleColumns = {
  readonly [Name in ColumnName]?: Values[(typeof COLUMNS)[Name]['rule']];
};

type Values = Required<account.RiskRules>;

function column<Rule extends keyof Values>(rule: Rule, schema: z.ZodType<Values[Rule]>) {
  return { rule, schema } as const;
}
