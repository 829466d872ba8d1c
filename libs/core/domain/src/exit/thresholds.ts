/** At which bids and when a position is left: the rules of its strategy, put into prices. */
import { divideUp, MICROS, type Price } from '../money.js';
import { epochMs, type Instant } from '../vocabulary.js';
import type { RiskRules } from '../account/risk-rules.js';

/** Micro-dollars for one share; an absent one is not armed. */
export type Thresholds = {
  /** Left at a best bid of this or less. */
  readonly stopLoss?: bigint;
  /** Left at a best bid of this or less. */
  readonly trailingStop?: bigint;
  /** Left at a best bid of this or more. */
  readonly takeProfit?: bigint;
  readonly timeStopAt?: Instant;
};

export function thresholds({
  entryPrice,
  enteredAt,
  rules,
  tickSize,
  high,
}: {
  /** Average cost of one settled share; undefined while nothing is settled. */
  readonly entryPrice: bigint | undefined;
  readonly enteredAt: Instant;
  readonly rules: RiskRules;
  readonly tickSize: Price;
  /** The highest bid since the entry. */
  readonly high: Price | undefined;
}): Thresholds {
  const { enableStopLoss, stopLossPct, enableTakeProfit, takeProfitPct } = rules;
  const { trailingStopPct, timeStopMs } = rules;
  const armed: { -readonly [Name in keyof Thresholds]: Thresholds[Name] } = {};
  if (entryPrice === undefined) return armed;
  if (enableStopLoss === true && stopLossPct !== undefined) {
    armed.stopLoss = below(entryPrice, stopLossPct);
  }
  if (trailingStopPct !== undefined && high !== undefined) {
    armed.trailingStop = below(high, trailingStopPct);
  }
  if (enableTakeProfit === true && takeProfitPct !== undefined) {
    const wanted = divideUp(entryPrice * (MICROS + takeProfitPct), MICROS);
    // No bid is ever higher: without the cap a dear position would never be left.
    const highest = MICROS - tickSize;
    armed.takeProfit = wanted < highest ? wanted : highest;
  }
  if (timeStopMs !== undefined) {
    armed.timeStopAt = new Date(epochMs(enteredAt) + timeStopMs).toISOString();
  }
  return armed;
}

/** Prices are whole, so a bid at or below the exact threshold is one at or below its floor. */
const below = (price: bigint, fraction: bigint): bigint => (price * (MICROS - fraction)) / MICROS;
