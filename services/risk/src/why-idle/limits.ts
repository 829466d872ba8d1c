/** Limits that are used up: not even the smallest entry of the strategy fits below them. */
import { account, money } from '@sluice/domain';
import { budgetObstacles } from './budgets.js';
import { leastEntry } from './least-entry.js';
import { dollars, type Obstacle } from './obstacle.js';

export type Around = {
  readonly state: account.State;
  readonly atMs: number;
  /** The least an order costs at the venue. */
  readonly orderMinUsd: bigint;
};

const { DEFAULTS } = account;

export function limitObstacles(strategy: account.Strategy, around: Around): readonly Obstacle[] {
  const { rules } = strategy;
  if (rules === undefined) return [];
  const least = leastEntry(strategy, rules, around.orderMinUsd);
  return [
    ...budgetObstacles(strategy, rules, { atMs: around.atMs, least }),
    ...sizeObstacle(strategy, rules, least),
    ...exposureObstacle(strategy, rules, least),
    ...placesObstacles(strategy, rules),
    ...balanceObstacle(around.state, least),
  ];
}

function sizeObstacle(
  strategy: account.Strategy,
  rules: account.RiskRules,
  least: bigint,
): readonly Obstacle[] {
  const part = rules.maxPositionSizePct ?? DEFAULTS.maxPositionSizePct;
  const limit = rules.maxPositionSizeUsd ?? money.fraction(account.equity(strategy), part);
  if (limit >= least) return [];
  const why = `a position may be ${dollars(limit)}, and an entry is at least ${dollars(least)}`;
  const raised = rules.maxPositionSizeUsd === undefined ? 'equity grows, or ' : '';
  return [obstacle('position_too_large', why, `${raised}the limit is raised`)];
}

function exposureObstacle(
  strategy: account.Strategy,
  rules: account.RiskRules,
  least: bigint,
): readonly Obstacle[] {
  const part = rules.maxTotalExposurePct ?? DEFAULTS.maxTotalExposurePct;
  const limit = rules.maxTotalExposureUsd ?? money.fraction(account.equity(strategy), part);
  const exposed = account.exposure(strategy);
  if (limit - exposed >= least) return [];
  const why = `${dollars(exposed)} of the ${dollars(limit)} allowed are in positions and orders`;
  const lifts = limit < least ? 'the limit is raised' : 'an order or a position ends';
  return [obstacle('exposure_exceeded', why, lifts)];
}

function placesObstacles(
  { openPositions, pendingEntries }: account.Strategy,
  rules: account.RiskRules,
): readonly Obstacle[] {
  const limit = rules.maxConcurrentPositions ?? DEFAULTS.maxConcurrentPositions;
  const perMarket = rules.maxPositionsPerMarket ?? DEFAULTS.maxPositionsPerMarket;
  const taken = openPositions + pendingEntries;
  const full =
    taken < limit
      ? []
      : [
          obstacle(
            'too_many_positions',
            `${openPositions} positions are open and ${pendingEntries} entries pending, and ` +
              `${limit} may be at the same time`,
            limit === 0 ? 'the limit is raised' : 'an order or a position ends',
          ),
        ];
  const none =
    perMarket > 0
      ? []
      : [obstacle('market_already_held', 'no market may have a position', 'the limit is raised')];
  return [...full, ...none];
}

function balanceObstacle(
  { collateral, reservedUsd }: account.State,
  least: bigint,
): readonly Obstacle[] {
  const free = account.freeCollateral(collateral);
  if (free === undefined || free - reservedUsd >= least) return [];
  const promised = `${dollars(reservedUsd)} are promised to open orders of the account`;
  return [
    {
      ...obstacle(
        'account_balance',
        `the wallet has ${dollars(free)}, and ${promised}`,
        free < least
          ? 'the wallet gets more: by a payout, a sale or a deposit'
          : 'an order ends, or the wallet gets more',
      ),
      scope: 'account',
    },
  ];
}

const obstacle = (code: account.RuleCode, why: string, lifts: string): Obstacle => ({
  ...{ code, scope: 'strategy', why, lifts, since: undefined, liftsAt: undefined },
});
