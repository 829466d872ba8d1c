/** How much an attempt to leave offers, at which protective price, and when the next one is due. */
import { DEFAULTS } from '../account/risk-rules.js';
import { floorTo, MICROS, type MicroShares, type Price } from '../money.js';
import { bidNow } from './confirm.js';
import type { Look, MarketTerms } from './vocabulary.js';

/** The venue takes sizes of two decimals. */
const SHARE_STEP = 10_000n;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export type Sale = {
  readonly shares: MicroShares;
  readonly bid: Price;
  readonly limitPrice: Price;
};

/** Undefined while there is nothing to sell, nobody to sell to, or no leave to sell. */
export function saleNow({ position, market, rules, quotes, kill, at }: Look): Sale | undefined {
  if (market?.open !== true || (kill !== undefined && !kill.flatten)) return undefined;
  const seen = bidNow(quotes, at);
  const free = position.settledShares - position.promisedShares;
  if (seen === undefined || !isLargeEnough(free, market)) return undefined;
  const slippage = rules?.exitMaxSlippagePct ?? DEFAULTS.exitMaxSlippagePct;
  const worst = floorTo((seen.bid * (MICROS - slippage)) / MICROS, market.tickSize);
  return {
    shares: floorTo(free, SHARE_STEP) as MicroShares,
    bid: seen.bid,
    limitPrice: (worst < market.tickSize ? market.tickSize : worst) as Price,
  };
}

/** What is less cannot be sold: it rides to resolution as dust. */
export function isLargeEnough(shares: bigint, { orderSizeMin }: MarketTerms): boolean {
  if (shares <= 0n) return false;
  const sellable = floorTo(shares, SHARE_STEP);
  return sellable > 0n && sellable >= orderSizeMin;
}

/** 1, 2, 4 … up to 30 s, by how many attempts in a row brought nothing. */
export function pauseMs(vainAttempts: number): number {
  const doubled = FIRST_PAUSE_MS * 2 ** Math.min(Math.max(vainAttempts - 1, 0), 10);
  return Math.min(doubled, LONGEST_PAUSE_MS);
}
