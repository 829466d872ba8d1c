/** Row 11: how far the best bid and ask may lie apart, as a part of their midpoint. Off unless set. */
import { MICROS } from '../../money.js';
import { atMost, off, type Rule } from './rule.js';

/** Stands for "no two-sided book": wider than any limit. */
const INFINITE = 1_000_000n * MICROS;

export const spread: Rule = ({ rules, quote }) => {
  if (rules.maxSpreadPct === undefined) return off('spread_exceeded', 'ratio', 'no limit set');
  const bid = quote?.bids[0]?.price;
  const ask = quote?.asks[0]?.price;
  const missing = bid === undefined || ask === undefined;
  return atMost({
    code: 'spread_exceeded',
    unit: 'ratio',
    // (ask − bid) / ((ask + bid) / 2), rounded up: a limit is never stretched.
    value: missing ? INFINITE : (2n * (ask - bid) * MICROS + ask + bid - 1n) / (ask + bid),
    limit: rules.maxSpreadPct,
    detail: missing ? 'the book has only one side or none' : 'spread',
  });
};
