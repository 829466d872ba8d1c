/** Row 5m: how much a strategy may spend in a month. Off unless set. */
import { withinBudget } from './budget.js';
import { off, type Rule } from './rule.js';

export const monthlyBudget: Rule = (evidence) => {
  const limit = evidence.rules.monthlyBudgetUsd;
  const code = 'monthly_budget_exceeded';
  return limit === undefined
    ? off(code, 'usd', 'no limit set')
    : withinBudget(evidence, { code, period: 'month', limit });
};
