/** What the rules measure of a strategy. */
import { plus, type MicroUsd } from '../money.js';
import type { Strategy } from './state.js';

/** Cost of open positions plus what is promised to open orders. */
export function exposure({ openCostUsd, reservedUsd }: Strategy): MicroUsd {
  return plus(openCostUsd, reservedUsd);
}

/** Allocated capital plus realized profit, fees included. Never counted below zero. */
export function equity({ capitalUsd, realizedUsd }: Strategy): MicroUsd {
  const total = capitalUsd + realizedUsd;
  return (total > 0n ? total : 0n) as MicroUsd;
}
