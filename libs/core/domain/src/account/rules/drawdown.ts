/** Row 3: how much of its highest equity the strategy may have lost. Breaking it also pauses. */
import { drawdown as drawdownOf, netEquity } from '../measures.js';
import { DEFAULTS } from '../risk-rules.js';
import { dollars, percent } from '../words.js';
import { atMost, type Rule } from './rule.js';

export const drawdown: Rule = ({ rules, strategy }) => {
  const value = drawdownOf(strategy);
  const limit = rules.maxDrawdownPct ?? DEFAULTS.maxDrawdownPct;
  return atMost({
    code: 'drawdown_exceeded',
    unit: 'ratio',
    value,
    limit,
    detail: 'drawdown from the peak',
    refusal: () =>
      `equity fell from ${dollars(strategy.peakUsd)} to ${dollars(netEquity(strategy))}, a ` +
      `drawdown of ${percent(value)}, and ${percent(limit)} is allowed`,
  });
};
