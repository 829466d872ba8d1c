/** Row 6: how large one trade may be. */
import { fraction, ratio } from '../../money.js';
import { equity } from '../measures.js';
import { atMost, type Rule } from './rule.js';

export const MAX_POSITION_SIZE_PCT = ratio('0.02');

export const positionSize: Rule = ({ rules, strategy, proposal }) =>
  atMost({
    code: 'position_too_large',
    unit: 'usd',
    value: proposal.sizeUsd,
    limit:
      rules.maxPositionSizeUsd ??
      fraction(equity(strategy), rules.maxPositionSizePct ?? MAX_POSITION_SIZE_PCT),
    detail: 'size of this order',
  });
