/** Row 2: the strategy must not be paused. */
import type { Rule } from './rule.js';

export const pause: Rule = ({ strategy: { pause: paused } }) => ({
  code: 'strategy_paused',
  unit: 'none',
  value: paused === undefined ? 0n : 1n,
  limit: 0n,
  margin: paused === undefined ? 0n : -1n,
  passed: paused === undefined,
  near: false,
  detail:
    paused === undefined
      ? 'the strategy is not paused'
      : `the strategy is paused since ${paused.at} by ${paused.by}: ${paused.why}`,
});
