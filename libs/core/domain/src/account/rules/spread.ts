/** Row 11: how far the best bid and ask may lie apart, as a part of their midpoint. Off unless set. */
import { MICROS } from '../../money.js';
import { INFINITE, percent } from '../words.js';
import { atMost, off, type Rule } from './rule.js';

export const spread: Rule = ({ rules, quote }) => {
  const limit = rules.maxSpreadPct;
  if (limit === undefined) return off('spread_exceeded', 'ratio', 'no limit set');
  const bid = quote?.bids[0]?.price;
  const ask = quote?.asks[0]?.price;
  const missing = bid === undefined || ask === undefined;
  // (ask − bid) / ((ask + bid) / 2), rounded up: a limit is never stretched.
  const value = missing ? INFINITE : (2n * (ask - bid) * MICROS + ask + bid - 1n) / (ask + bid);
  return atMost({
    code: 'spread_exceeded',
    unit: 'ratio',
    value,
    limit,
    detail: 'spread',
    refusal: () =>
      missing
        ? 'the book has only one side or none, so its spread has no end'
        : `the spread is ${percent(value)} of the midpoint, and ${percent(limit)} is allowed`,
  });
};
