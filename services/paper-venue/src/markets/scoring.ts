/** Which resting orders would earn liquidity rewards: large, close to the middle, and old enough. */
import { remainingShares, type VenueOrder } from '../orders/order.js';
import { bestPrices } from './book-summary.js';
import type { Market } from './market.js';

/** The same in every market here; nothing is ever paid. */
export const REWARDS = {
  minSize: 20_000_000n,
  maxSpread: 35_000n,
  minAgeMs: 3_500,
  perDayUsd: 0,
} as const;

export const isScoring = (order: VenueOrder, market: Market, nowMs: number): boolean => {
  if (order.status !== 'LIVE' || market.stage !== 'open') return false;
  if (remainingShares(order) < REWARDS.minSize) return false;
  if (nowMs - order.createdAtMs < REWARDS.minAgeMs) return false;
  const { bid, ask } = bestPrices(market, order.token);
  if (bid === undefined || ask === undefined) return false;
  const middle = (bid + ask) / 2n;
  const away = order.price > middle ? order.price - middle : middle - order.price;
  return away <= REWARDS.maxSpread;
};
