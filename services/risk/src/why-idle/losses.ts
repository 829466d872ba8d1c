/** What a strategy lost: a drawdown beyond its limit, a streak at its limit. */
import { account, money } from '@sluice/domain';
import { dollars, percent, type Obstacle } from './obstacle.js';

export const lossObstacles = (strategy: account.Strategy): readonly Obstacle[] =>
  strategy.rules === undefined
    ? []
    : [...drawdownObstacle(strategy, strategy.rules), ...streakObstacle(strategy, strategy.rules)];

function drawdownObstacle(
  strategy: account.Strategy,
  rules: account.RiskRules,
): readonly Obstacle[] {
  const limit = rules.maxDrawdownPct ?? account.DEFAULTS.maxDrawdownPct;
  const drawdown = account.drawdown(strategy);
  if (drawdown <= limit) return [];
  const { peakUsd, pause } = strategy;
  // (peak − equity) / peak ≤ limit, solved for equity.
  const enough = peakUsd - (limit * peakUsd) / money.MICROS;
  return [
    {
      ...{ code: 'drawdown_exceeded', scope: 'strategy', liftsAt: undefined },
      why:
        `equity fell from ${dollars(peakUsd)} to ${dollars(account.netEquity(strategy))}, a ` +
        `drawdown of ${percent(drawdown)}, and ${percent(limit)} is allowed`,
      since: pause?.kind === 'drawdown' ? pause.at : undefined,
      lifts: `equity reaches ${dollars(enough)}, or an operator resets the peak`,
    },
  ];
}

function streakObstacle(strategy: account.Strategy, rules: account.RiskRules): readonly Obstacle[] {
  const limit = rules.maxConsecutiveLosses ?? account.DEFAULTS.maxConsecutiveLosses;
  const { streak, pause } = strategy;
  if (streak < limit) return [];
  // Whoever resumes it, and a cool-down that ends, let the streak begin anew: the pause is told.
  if (pause?.kind === 'streak' || pause?.kind === 'operator') return [];
  return [
    {
      ...{ code: 'consecutive_losses', scope: 'strategy', since: undefined, liftsAt: undefined },
      why: `${streak} trades in a row lost, and the strategy stops at ${limit}`,
      lifts:
        limit === 0
          ? 'the limit is raised'
          : 'a trade wins, or an operator resumes it once the next signal has paused it',
    },
  ];
}
