/** Row 6: how large one trade may be. */
import { fraction, type MicroUsd } from '../../money.js';
import { equity } from '../measures.js';
import { DEFAULTS, type RiskRules } from '../risk-rules.js';
import type { Strategy } from '../state.js';
import { dollars } from '../words.js';
import { atMost, type Rule } from './rule.js';

export const positionSize: Rule = ({ rules, strategy, proposal }) => {
  const limit = largestPosition(rules, strategy);
  return atMost({
    code: 'position_too_large',
    unit: 'usd',
    value: proposal.sizeUsd,
    limit,
    detail: 'size of this order',
    refusal: () =>
      `a position of ${dollars(proposal.sizeUsd)} is larger than the ${dollars(limit)} allowed`,
  });
};

/** What an order that is too large is cut to where the rules say so. */
export const largestPosition = (rules: RiskRules, strategy: Strategy): MicroUsd =>
  rules.maxPositionSizeUsd ??
  fraction(equity(strategy), rules.maxPositionSizePct ?? DEFAULTS.maxPositionSizePct);
