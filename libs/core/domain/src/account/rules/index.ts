/** The entry rules in the order that names a refusal. Adding a rule is a file and a line here. */
import { concurrentPositions } from './concurrent-positions.js';
import { dailyBudget } from './daily-budget.js';
import { positionSize } from './position-size.js';
import { positionsPerMarket } from './positions-per-market.js';
import type { Rule } from './rule.js';
import { spread } from './spread.js';
import { totalExposure } from './total-exposure.js';

export type { Evidence, Proposal, Rule } from './rule.js';

export const entryRules: readonly Rule[] = [
  dailyBudget,
  positionSize,
  totalExposure,
  concurrentPositions,
  positionsPerMarket,
  spread,
];
