/** Row 5: how much a strategy may spend in a day. */
import { fraction } from '../../money.js';
import { equity } from '../measures.js';
import { DEFAULTS } from '../risk-rules.js';
import { withinBudget } from './budget.js';
import type { Rule } from './rule.js';

export const dailyBudget: Rule = (evidence) => {
  const { rules, strategy } = evidence;
  const part = rules.dailyBudgetPct ?? DEFAULTS.dailyBudgetPct;
  const limit = rules.dailyBudgetUsd ?? fraction(equity(strategy), part);
  return withinBudget(evidence, { code: 'daily_budget_exceeded', period: 'day', limit });
};
