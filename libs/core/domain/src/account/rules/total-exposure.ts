/** Row 7: how much of a strategy may be in open positions and orders together. */
import { fraction, plus, ratio } from '../../money.js';
import { equity, exposure } from '../measures.js';
import { atMost, type Rule } from './rule.js';

export const MAX_TOTAL_EXPOSURE_PCT = ratio('0.50');

export const totalExposure: Rule = ({ rules, strategy, proposal }) =>
  atMost({
    code: 'exposure_exceeded',
    unit: 'usd',
    value: plus(exposure(strategy), proposal.reservedUsd),
    limit:
      rules.maxTotalExposureUsd ??
      fraction(equity(strategy), rules.maxTotalExposurePct ?? MAX_TOTAL_EXPOSURE_PCT),
    detail: 'exposure with this order',
  });
