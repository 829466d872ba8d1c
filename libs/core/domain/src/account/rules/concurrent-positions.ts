/** Row 8: how many positions may be open or on their way. */
import { DEFAULTS } from '../risk-rules.js';
import { things } from '../words.js';
import { below, type Rule } from './rule.js';

export const concurrentPositions: Rule = ({ rules, strategy }) => {
  const value = BigInt(strategy.openPositions + strategy.pendingEntries);
  const limit = BigInt(rules.maxConcurrentPositions ?? DEFAULTS.maxConcurrentPositions);
  return below({
    code: 'too_many_positions',
    unit: 'count',
    value,
    limit,
    detail: 'positions open or pending',
    refusal: () =>
      `${things(value, 'position')} open or pending, and ${limit} may be open at the same time`,
  });
};
