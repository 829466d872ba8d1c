/** Row 9: how many positions and pending entries one market may have. */
import { atMost, type Rule } from './rule.js';

export const MAX_POSITIONS_PER_MARKET = 1;

export const positionsPerMarket: Rule = ({ rules, strategy, proposal }) =>
  atMost({
    code: 'market_already_held',
    unit: 'count',
    value: BigInt((strategy.heldInMarket.get(proposal.conditionId) ?? 0) + 1),
    limit: BigInt(rules.maxPositionsPerMarket ?? MAX_POSITIONS_PER_MARKET),
    detail: 'positions in this market with this one',
  });
