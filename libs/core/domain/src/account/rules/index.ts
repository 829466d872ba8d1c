/** The entry rules in the order that names a refusal. Adding a rule is a file and a line here. */
import { accountBalance } from './account-balance.js';
import { circuitBreaker } from './circuit-breaker.js';
import { concurrentPositions } from './concurrent-positions.js';
import { consecutiveLosses } from './consecutive-losses.js';
import { dailyBudget } from './daily-budget.js';
import { drawdown } from './drawdown.js';
import { eventLoss } from './event-loss.js';
import { latency } from './latency.js';
import { liquidity } from './liquidity.js';
import { monthlyBudget } from './monthly-budget.js';
import { pause } from './pause.js';
import { positionSize } from './position-size.js';
import { positionsPerMarket } from './positions-per-market.js';
import type { Rule } from './rule.js';
import { slippage } from './slippage.js';
import { spread } from './spread.js';
import { totalExposure } from './total-exposure.js';
import { weeklyBudget } from './weekly-budget.js';

export type { Evidence, Proposal, Rule } from './rule.js';

/** Asked first: while one of them refuses, the strategy may not trade and nothing is estimated. */
export const standingRules: readonly Rule[] = [circuitBreaker, pause];

export const entryRules: readonly Rule[] = [
  drawdown,
  consecutiveLosses,
  dailyBudget,
  weeklyBudget,
  monthlyBudget,
  positionSize,
  totalExposure,
  concurrentPositions,
  positionsPerMarket,
  slippage,
  spread,
  liquidity,
  latency,
  accountBalance,
  eventLoss,
];
