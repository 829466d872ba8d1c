/** Row 5w: how much a strategy may spend in a week. Off unless set. */
import { withinBudget } from './budget.js';
import { off, type Rule } from './rule.js';

export const weeklyBudget: Rule = (evidence) => {
  const limit = evidence.rules.weeklyBudgetUsd;
  const code = 'weekly_budget_exceeded';
  return limit === undefined
    ? off(code, 'usd', 'no limit set')
    : withinBudget(evidence, { code, period: 'week', limit });
};
