/** Row 8: how many positions may be open or on their way. */
import { atMost, type Rule } from './rule.js';

export const MAX_CONCURRENT_POSITIONS = 20;

export const concurrentPositions: Rule = ({ rules, strategy }) =>
  atMost({
    code: 'too_many_positions',
    unit: 'count',
    value: BigInt(strategy.openPositions + strategy.pendingEntries + 1),
    limit: BigInt(rules.maxConcurrentPositions ?? MAX_CONCURRENT_POSITIONS),
    detail: 'positions with this one',
  });
