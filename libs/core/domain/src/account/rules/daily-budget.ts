/** Row 5: what a strategy may spend in one day. */
import { fraction, noUsd, plus, ratio } from '../../money.js';
import { equity } from '../measures.js';
import { atMost, type Rule } from './rule.js';

export const DAILY_BUDGET_PCT = ratio('0.10');

export const dailyBudget: Rule = ({ rules, strategy, proposal }) => {
  const limit =
    rules.dailyBudgetUsd ?? fraction(equity(strategy), rules.dailyBudgetPct ?? DAILY_BUDGET_PCT);
  const spent = strategy.spentUsd.get(proposal.dayKey) ?? noUsd;
  return atMost({
    code: 'daily_budget_exceeded',
    unit: 'usd',
    value: plus(spent, proposal.reservedUsd),
    limit,
    detail: 'spent today with this order',
  });
};
