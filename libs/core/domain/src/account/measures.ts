/** What the rules measure of a strategy and its wallet. */
import { MICROS, minusFloored, noUsd, plus, type MicroUsd, type Ratio } from '../money.js';
import type { Instant } from '../vocabulary.js';
import { epochMs } from '../vocabulary.js';
import { rollingSpent, type Period } from './rolling.js';
import { DEFAULTS, type RiskRules } from './risk-rules.js';
import type { Breaker, Collateral, ScheduledRules, Strategy } from './state.js';
import type { Mark, Quote } from './vocabulary.js';
import { windowKeyOf } from './windows.js';

/** Cost of open positions plus what is promised to open orders. */
export function exposure({ openCostUsd, reservedUsd }: Strategy): MicroUsd {
  return plus(openCostUsd, reservedUsd);
}

type Worth = Pick<Strategy, 'capitalUsd' | 'realizedUsd' | 'unrealizedUsd'>;

/** Allocated capital plus realized and unrealized profit, fees included; negative when ruined. */
export const netEquity = ({ capitalUsd, realizedUsd, unrealizedUsd }: Worth): bigint =>
  capitalUsd + realizedUsd + unrealizedUsd;

/** {@link netEquity}, never counted below zero: what limits are a part of. */
export function equity(strategy: Worth): MicroUsd {
  const total = netEquity(strategy);
  return (total > 0n ? total : 0n) as MicroUsd;
}

/** (peak − equity) / peak, rounded up so that a limit is not stretched; never below zero. */
export function drawdown(strategy: Worth & Pick<Strategy, 'peakUsd'>): Ratio {
  const { peakUsd } = strategy;
  const lost = peakUsd - netEquity(strategy);
  if (lost <= 0n || peakUsd <= 0n) return 0n as Ratio;
  return ((lost * MICROS + peakUsd - 1n) / peakUsd) as Ratio;
}

/** (equity − trough) / (peak − trough), rounded down; 1 when nothing was ever lost. */
export function recovery(strategy: Worth & Pick<Strategy, 'peakUsd' | 'troughUsd'>): Ratio {
  const { peakUsd, troughUsd } = strategy;
  if (peakUsd <= troughUsd) return MICROS as Ratio;
  const regained = netEquity(strategy) - troughUsd;
  return (regained <= 0n ? 0n : (regained * MICROS) / (peakUsd - troughUsd)) as Ratio;
}

/** What entries spent in the window of a period that now lies in. */
export function spentIn(
  { spentUsd, rolling, rules }: Pick<Strategy, 'spentUsd' | 'rolling' | 'rules'>,
  period: Period,
  { dayKey, atMs }: { readonly dayKey: string; readonly atMs: number },
): MicroUsd {
  if ((rules?.budgetWindow ?? DEFAULTS.budgetWindow) === 'rolling') {
    return rollingSpent(rolling, period, atMs) as MicroUsd;
  }
  return spentUsd.get(windowKeyOf(period, dayKey)) ?? noUsd;
}

/** What the wallet can still pay with; undefined while nobody looked. */
export const freeCollateral = ({ observedUsd, paidUsd }: Collateral): MicroUsd | undefined =>
  observedUsd === undefined ? undefined : minusFloored(observedUsd, paidUsd);

/** A book wider than this has no middle worth believing. */
const MARK_SPREAD_MAX = 100_000n;

/** The midpoint of a two-sided book that is not too wide, else its best bid, else nothing new. */
export function markOf({ tokenId, bids, asks }: Quote): Mark | undefined {
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  if (bid === undefined) return undefined;
  const isNarrow = ask !== undefined && ask - bid <= MARK_SPREAD_MAX;
  return { tokenId, price: isNarrow ? (bid + ask) / 2n : bid };
}

export const isOn = ({ until }: Breaker, atMs: number): boolean =>
  until === undefined || atMs < epochMs(until);

export const isDue = (at: Instant | undefined, nowMs: number): boolean =>
  at !== undefined && nowMs >= epochMs(at);

/** The rules in force at a time: those set for later count from their time on. */
export function rulesAt(
  strategy: Pick<Strategy, 'rules' | 'rulesVersion' | 'scheduled'>,
  atMs: number,
): { readonly rules: RiskRules | undefined; readonly version: number } {
  const { rules, rulesVersion, scheduled } = strategy;
  return isScheduledDue(scheduled, atMs)
    ? { rules: scheduled.rules, version: scheduled.version }
    : { rules, version: rulesVersion };
}

export const isScheduledDue = (
  scheduled: ScheduledRules | undefined,
  atMs: number,
): scheduled is ScheduledRules => isDue(scheduled?.effectiveAt, atMs);
