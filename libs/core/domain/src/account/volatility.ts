/**
 * Volatility: how restless a token's hourly midpoint was in the last day, against the days before,
 * and what part of a size that leaves. Whole numbers throughout, so that a replay sees the same.
 */
import { MICROS, type Ratio } from '../money.js';
import { epochMs } from '../vocabulary.js';
import { DEFAULTS, type RiskRules } from './risk-rules.js';
import type { Quote, VolatilityMeasure } from './vocabulary.js';

/** The last midpoint of an hour, in millionths of a dollar; hours count from the epoch. */
export type Midpoint = { readonly hour: number; readonly price: bigint };

const HOUR_MS = 3_600_000;
/** Fewer points than a day has say nothing about the days before it. */
export const POINTS_MIN = 24;
export const LOOKBACK_DAYS_MAX = 30;
/** A deviation of a hundred points is no more exact than this. */
const RHO_STEP = 1_000n;

export const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS);

/** The points with this quote's midpoint as the newest of its hour. A one-sided book has none. */
export function withMidpoint(points: readonly Midpoint[], quote: Quote): readonly Midpoint[] {
  const [bid, ask] = [quote.bids[0]?.price, quote.asks[0]?.price];
  if (bid === undefined || ask === undefined) return points;
  const point = { hour: hourOf(epochMs(quote.at)), price: (bid + ask) / 2n };
  const last = points.at(-1);
  if (last !== undefined && last.hour > point.hour) return points;
  const earlier = last?.hour === point.hour ? points.slice(0, -1) : points;
  const oldest = point.hour - LOOKBACK_DAYS_MAX * 24;
  const kept = (earlier[0]?.hour ?? oldest) < oldest ? earlier.slice(1) : earlier;
  return [...kept, point];
}

/**
 * What part of a size volatility leaves: the low multiplier while the last day is no more restless
 * than the lookback (ρ ≤ 1), the high one from twice as restless on (ρ ≥ 2), linear between; the high
 * one too when there are too few points to tell.
 */
export function measureVolatility(
  rules: RiskRules,
  midpoints: readonly Midpoint[],
  atMs: number,
): VolatilityMeasure {
  const low = rules.lowVolatilityMultiplier ?? DEFAULTS.lowVolatilityMultiplier;
  const high = rules.highVolatilityMultiplier ?? DEFAULTS.highVolatilityMultiplier;
  const now = hourOf(atMs);
  const days = rules.volatilityLookbackDays ?? DEFAULTS.volatilityLookbackDays;
  const known = midpoints.filter(({ hour }) => hour > now - days * 24 && hour <= now);
  const changes = known.slice(1).map(({ hour, price }, index) => ({
    hour,
    change: price - (known[index]?.price ?? price),
  }));
  const lastDay = changes.filter(({ hour }) => hour > now - 24);
  if (known.length < POINTS_MIN || lastDay.length < 2) {
    return { multiplier: high, points: known.length, rho: undefined };
  }
  const rho = ratioOfDeviations(lastDay.map(changeOf), changes.map(changeOf));
  return { multiplier: between(low, high, rho), points: known.length, rho };
}

const changeOf = ({ change }: { readonly change: bigint }): bigint => change;

function between(low: Ratio, high: Ratio, rho: Ratio): Ratio {
  if (rho <= MICROS) return low;
  if (rho >= 2n * MICROS) return high;
  return (low + ((high - low) * (rho - MICROS)) / MICROS) as Ratio;
}

/** σ(some) / σ(all) to a thousandth; 1 where nothing ever moved. */
function ratioOfDeviations(some: readonly bigint[], all: readonly bigint[]): Ratio {
  const [one, other] = [spreadOf(some), spreadOf(all)];
  if (other.squared === 0n) return MICROS as Ratio;
  // (σ₁ / σ₂)² = (spread₁ / n₁²) / (spread₂ / n₂²), in millionths of millionths.
  const squared =
    (one.squared * other.count ** 2n * MICROS ** 2n) / (other.squared * one.count ** 2n);
  const exact = squareRoot(squared);
  return (((exact + RHO_STEP / 2n) / RHO_STEP) * RHO_STEP) as Ratio;
}

/** n² times the variance, without a fraction: n·Σx² − (Σx)². */
function spreadOf(values: readonly bigint[]): { readonly squared: bigint; readonly count: bigint } {
  const count = BigInt(values.length);
  let sum = 0n;
  let squares = 0n;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return { squared: count * squares - sum * sum, count };
}

/** The largest whole number whose square is not larger: Newton's method. */
export function squareRoot(of: bigint): bigint {
  if (of < 2n) return of;
  let guess = 1n << BigInt((of.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + of / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
