/** Budgets that are used up, and when their windows give something back. */
import { account, money } from '@sluice/domain';
import { dollars, instantOf, type Obstacle } from './obstacle.js';
import { PERIOD_MS, windowEnd, type Period } from './window-end.js';

type Now = { readonly atMs: number; readonly least: bigint };
type Budget = {
  readonly code: account.RuleCode;
  readonly period: Period;
  readonly limit: bigint;
};

export function budgetObstacles(
  strategy: account.Strategy,
  rules: account.RiskRules,
  now: Now,
): readonly Obstacle[] {
  const part = rules.dailyBudgetPct ?? account.DEFAULTS.dailyBudgetPct;
  const daily = rules.dailyBudgetUsd ?? money.fraction(account.equity(strategy), part);
  const { weeklyBudgetUsd: weekly, monthlyBudgetUsd: monthly } = rules;
  const budgets: readonly Budget[] = [
    { code: 'daily_budget_exceeded', period: 'day', limit: daily },
    ...(weekly === undefined
      ? []
      : [{ code: 'weekly_budget_exceeded', period: 'week', limit: weekly } as const]),
    ...(monthly === undefined
      ? []
      : [{ code: 'monthly_budget_exceeded', period: 'month', limit: monthly } as const]),
  ];
  return budgets.flatMap((budget) => usedUp(strategy, rules, budget, now));
}

function usedUp(
  strategy: account.Strategy,
  rules: account.RiskRules,
  { code, period, limit }: Budget,
  { atMs, least }: Now,
): readonly Obstacle[] {
  const zone = rules.timeZone ?? account.DEFAULTS.timeZone;
  const spentAt = (ms: number): bigint =>
    account.spentIn(strategy, period, { dayKey: account.dayKeyOf(ms, zone), atMs: ms });
  const spent = spentAt(atMs);
  if (limit - spent >= least) return [];
  const left = limit > spent ? limit - spent : 0n;
  const why = `the ${period}'s budget of ${dollars(limit)} has ${dollars(left)} left`;
  const obstacle = { code, scope: 'strategy', why, since: undefined } as const;
  if (limit < least) return [{ ...obstacle, lifts: 'the budget is raised', liftsAt: undefined }];

  const sooner = strategy.reservedUsd > 0n ? ', or sooner with what open orders do not fill' : '';
  if ((rules.budgetWindow ?? account.DEFAULTS.budgetWindow) === 'calendar') {
    const liftsAt = instantOf(windowEnd(period, atMs, zone));
    return [
      { ...obstacle, lifts: `the ${period} ends at ${liftsAt} in ${zone}${sooner}`, liftsAt },
    ];
  }
  const roomAt = firstTime(atMs, atMs + PERIOD_MS[period], (ms) => limit - spentAt(ms) >= least);
  const liftsAt = instantOf(roomAt);
  const lifts = `enough of it is a ${period} old at ${liftsAt}${sooner}`;
  return [{ ...obstacle, lifts, liftsAt }];
}

/** The first millisecond after `from` at which it holds; it does at `to`, and for good once it does. */
function firstTime(from: number, to: number, holds: (ms: number) => boolean): number {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
