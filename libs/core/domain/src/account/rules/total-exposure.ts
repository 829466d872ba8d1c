/** Row 7: how much of a strategy may be in open positions and orders together. */
import { fraction, plus } from '../../money.js';
import { equity, exposure } from '../measures.js';
import { DEFAULTS } from '../risk-rules.js';
import { dollars } from '../words.js';
import { atMost, type Rule } from './rule.js';

export const totalExposure: Rule = ({ rules, strategy, proposal }) => {
  const part = rules.maxTotalExposurePct ?? DEFAULTS.maxTotalExposurePct;
  const limit = rules.maxTotalExposureUsd ?? fraction(equity(strategy), part);
  const exposed = exposure(strategy);
  return atMost({
    code: 'exposure_exceeded',
    unit: 'usd',
    value: plus(exposed, proposal.reservedUsd),
    limit,
    detail: 'exposure with this order',
    refusal: () =>
      `${dollars(exposed)} are in positions and orders, this needs ` +
      `${dollars(proposal.reservedUsd)} more, and ${dollars(limit)} are allowed`,
  });
};
