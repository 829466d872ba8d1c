/** Row 10: how much worse than the best price the whole size would fill, walking the stored book. */
import { decimal, MICROS, type MicroUsd } from '../../money.js';
import { priceToFill } from '../price-to-fill.js';
import { DEFAULTS } from '../risk-rules.js';
import type { Level, Quote } from '../vocabulary.js';
import { dollars, INFINITE, percent } from '../words.js';
import { atMost, type Rule } from './rule.js';

export const slippage: Rule = ({ rules, quote, proposal }) => {
  const value = estimatedSlippage(quote?.asks ?? [], proposal.sizeUsd);
  const limit = rules.maxSlippagePct ?? DEFAULTS.maxSlippagePct;
  return atMost({
    code: 'slippage_exceeded',
    unit: 'ratio',
    value,
    limit,
    detail: 'estimated slippage',
    refusal: () => refusalWords({ value, limit, quote, size: proposal.sizeUsd }),
  });
};

/**
 * (volume-weighted price − best price) / best price of spending so many dollars on these offers,
 * rounded up; {@link INFINITE} when there are not enough of them.
 */
export function estimatedSlippage(offers: readonly Level[], sizeUsd: MicroUsd): bigint {
  const best = offers[0]?.price;
  if (best === undefined) return INFINITE;
  // Dollars and shares times a million, so that a level's dollars need no rounding.
  let left = sizeUsd * MICROS;
  let sharesTaken = 0n;
  for (const { price, shares } of offers) {
    const worth = price * shares;
    if (left > worth) {
      left -= worth;
      sharesTaken += shares;
      continue;
    }
    // Average / best − 1 = size / (best × shares) − 1, with shares = taken + left / price.
    const paid = sizeUsd * MICROS * price;
    const atBest = best * (sharesTaken * price + left);
    return atBest === 0n ? 0n : ((paid - atBest) * MICROS + atBest - 1n) / atBest;
  }
  return INFINITE;
}

/** How much worse than the best price a fill was, as a part of it, rounded up. */
export const realizedSlippage = (paidUsd: bigint, shares: bigint, best: bigint): bigint => {
  const atBest = shares * best;
  const worse = paidUsd * MICROS - atBest;
  return worse <= 0n || atBest === 0n ? 0n : (worse * MICROS + atBest - 1n) / atBest;
};

function refusalWords({
  value,
  limit,
  quote,
  size,
}: {
  readonly value: bigint;
  readonly limit: bigint;
  readonly quote: Quote | undefined;
  readonly size: bigint;
}): string {
  if (quote === undefined) return 'no book of this outcome is known, so its slippage is not either';
  const reached = priceToFill(quote.asks, { side: 'BUY', amount: size });
  if (value >= INFINITE || reached === undefined) {
    return `the book is too thin to fill ${dollars(size)}`;
  }
  const found = `${percent(value)} above the best price, up to ${decimal(reached.price)}`;
  return `the book would fill it ${found}, and ${percent(limit)} is allowed`;
}
