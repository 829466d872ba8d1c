/** The limits a person sets for one strategy, and the defaults of those that are not set. */
import { ratio, type MicroUsd, type Ratio } from '../money.js';

/** An absent limit has the default below, or is off. */
export type RiskRules = {
  readonly maxSignalAgeMs?: number;
  /** IANA name of the zone whose midnight ends a calendar window; UTC unless set. */
  readonly timeZone?: string;
  /** Calendar: day, ISO week, month. Rolling: the last 24 hours, 7 days, 30 days. */
  readonly budgetWindow?: 'calendar' | 'rolling';
  readonly dailyBudgetUsd?: MicroUsd;
  readonly dailyBudgetPct?: Ratio;
  readonly weeklyBudgetUsd?: MicroUsd;
  readonly monthlyBudgetUsd?: MicroUsd;

  /** At most one of the three sizes an entry; without any the signal's own size counts. */
  readonly fixedUsd?: MicroUsd;
  readonly equityPct?: Ratio;
  /** Copy ratio: this many times the signal's own size. */
  readonly proportional?: Ratio;

  readonly maxPositionSizeUsd?: MicroUsd;
  readonly maxPositionSizePct?: Ratio;
  readonly onOversize?: 'refuse' | 'clip';
  readonly maxTotalExposureUsd?: MicroUsd;
  readonly maxTotalExposurePct?: Ratio;
  readonly maxPositionsPerMarket?: number;
  readonly maxConcurrentPositions?: number;

  readonly maxDrawdownPct?: Ratio;
  readonly drawdownResumeThresholdPct?: Ratio;
  readonly maxConsecutiveLosses?: number;
  readonly streakCooldownMs?: number;

  readonly maxSlippagePct?: Ratio;
  readonly maxSpreadPct?: Ratio;
  readonly minLiquidityUsd?: MicroUsd;
  readonly maxLatencyMs?: number;
  readonly maxEventLossUsd?: MicroUsd;

  readonly breakerTripCount?: number;
  readonly breakerWindowMs?: number;
  readonly breakerCooldownMs?: number;

  readonly useVolatilityAdjustment?: boolean;
  readonly volatilityLookbackDays?: number;
  readonly lowVolatilityMultiplier?: Ratio;
  readonly highVolatilityMultiplier?: Ratio;

  readonly enableStopLoss?: boolean;
  readonly stopLossPct?: Ratio;
  readonly enableTakeProfit?: boolean;
  readonly takeProfitPct?: Ratio;
  readonly trailingStopPct?: Ratio;
  readonly timeStopMs?: number;
  readonly exitMaxSlippagePct?: Ratio;
};

/** What counts where a person set nothing. Source: the risk rules' own table of defaults. */
export const DEFAULTS = {
  maxSignalAgeMs: 30_000,
  timeZone: 'UTC',
  budgetWindow: 'calendar',
  dailyBudgetPct: ratio('0.10'),
  maxPositionSizePct: ratio('0.02'),
  onOversize: 'refuse',
  maxTotalExposurePct: ratio('0.50'),
  maxPositionsPerMarket: 1,
  maxConcurrentPositions: 20,
  maxDrawdownPct: ratio('0.07'),
  maxConsecutiveLosses: 5,
  maxSlippagePct: ratio('0.01'),
  maxLatencyMs: 5_000,
  breakerTripCount: 3,
  breakerWindowMs: 60_000,
  breakerCooldownMs: 300_000,
  volatilityLookbackDays: 7,
  lowVolatilityMultiplier: ratio('1'),
  highVolatilityMultiplier: ratio('0.5'),
  exitMaxSlippagePct: ratio('0.05'),
} as const satisfies RiskRules;
