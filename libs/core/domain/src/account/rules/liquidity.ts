/** Row 12: how much must be on offer near the best price. Off unless set. */
import { MICROS, type Price } from '../../money.js';
import type { Level } from '../vocabulary.js';
import { dollars } from '../words.js';
import { atLeast, off, type Rule } from './rule.js';

/** So far from the best price counts as near it. */
const TICKS = 5n;

export const liquidity: Rule = ({ rules, quote, market }) => {
  const limit = rules.minLiquidityUsd;
  if (limit === undefined) return off('liquidity_too_low', 'usd', 'no limit set');
  const value = offeredNear(quote?.asks ?? [], market.tickSize);
  return atLeast({
    code: 'liquidity_too_low',
    unit: 'usd',
    value,
    limit,
    detail: 'on offer within 5 ticks of the best price',
    refusal: () =>
      `only ${dollars(value)} are on offer within 5 ticks of the best price, and ` +
      `${dollars(limit)} must be`,
  });
};

/** Dollars on offer within five ticks of the best price, rounded down. */
function offeredNear(offers: readonly Level[], tickSize: Price): bigint {
  const farthest = (offers[0]?.price ?? 0n) + TICKS * tickSize;
  let worth = 0n;
  for (const { price, shares } of offers) {
    if (price > farthest) break;
    worth += price * shares;
  }
  return worth / MICROS;
}
