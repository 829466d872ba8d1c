/** Row 4: how many trades in a row may have lost. Reaching it also pauses. */
import { DEFAULTS } from '../risk-rules.js';
import { things } from '../words.js';
import { below, type Rule } from './rule.js';

export const consecutiveLosses: Rule = ({ rules, strategy }) => {
  const value = BigInt(strategy.streak);
  const limit = BigInt(rules.maxConsecutiveLosses ?? DEFAULTS.maxConsecutiveLosses);
  return below({
    code: 'consecutive_losses',
    unit: 'count',
    value,
    limit,
    detail: 'trades lost in a row',
    refusal: () => `${things(value, 'trade')} lost in a row, and the strategy stops at ${limit}`,
  });
};
