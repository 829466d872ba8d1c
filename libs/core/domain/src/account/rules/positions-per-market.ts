/** Row 9: how many positions and pending entries one market may have. */
import { DEFAULTS } from '../risk-rules.js';
import { things } from '../words.js';
import { below, type Rule } from './rule.js';

export const positionsPerMarket: Rule = ({ rules, strategy, proposal }) => {
  const value = BigInt(strategy.heldInMarket.get(proposal.conditionId) ?? 0);
  const limit = BigInt(rules.maxPositionsPerMarket ?? DEFAULTS.maxPositionsPerMarket);
  return below({
    code: 'market_already_held',
    unit: 'count',
    value,
    limit,
    detail: 'positions and orders in this market',
    refusal: () =>
      `${things(value, 'position or order', 'positions and orders')} in this market already, and ` +
      `${limit} may be`,
  });
};
