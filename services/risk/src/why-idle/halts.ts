/** What people and breakers stopped: kills, missing rules, breakers, pauses. */
import { account, epochMs, type Instant } from '@sluice/domain';
import { dollars, instantOf, percent, type Obstacle } from './obstacle.js';

type Scope = Obstacle['scope'];

export const accountObstacles = ({ killed }: account.State): readonly Obstacle[] =>
  killed === undefined ? [] : [killing('account', killed)];

export function strategyObstacles(
  strategy: account.Strategy,
  { breakers }: account.State,
  atMs: number,
): readonly Obstacle[] {
  const on = (breaker: account.Breaker): boolean => account.isOn(breaker, atMs);
  return [
    ...(strategy.killed === undefined ? [] : [killing('strategy', strategy.killed)]),
    ...(strategy.rules === undefined ? [noRules(strategy)] : []),
    ...breakers.filter(on).map((breaker) => tripped('account', breaker)),
    ...strategy.breakers.filter(on).map((breaker) => tripped('strategy', breaker)),
    ...(strategy.pause === undefined ? [] : [paused(strategy, strategy.pause)]),
  ];
}

const killing = (
  scope: Scope,
  { by, why, at, flatten }: NonNullable<account.State['killed']>,
): Obstacle => ({
  ...{ code: 'killed', scope, since: at, liftsAt: undefined },
  why: `the ${scope} was killed by ${by}: ${why}${flatten ? ' (exits still pass)' : ''}`,
  lifts: `somebody releases the ${scope}`,
});

function noRules({ strategyId, scheduled }: account.Strategy): Obstacle {
  const why = `strategy ${strategyId} has no risk rules`;
  const obstacle = { code: 'rules_not_set', scope: 'strategy', why, since: undefined } as const;
  return scheduled === undefined
    ? { ...obstacle, lifts: 'somebody sets its rules', liftsAt: undefined }
    : {
        ...obstacle,
        lifts: `version ${scheduled.version} of its rules takes effect at ${scheduled.effectiveAt}`,
        liftsAt: scheduled.effectiveAt,
      };
}

const tripped = (scope: Scope, { kind, why, since, until }: account.Breaker): Obstacle => ({
  ...{ code: 'circuit_breaker_active', scope, since, liftsAt: until },
  why: `the circuit breaker "${kind}" of the ${scope} is on: ${why}`,
  lifts:
    until === undefined
      ? WHAT_CLEARS[kind]
      : `it clears by itself at ${until}, or an operator clears it`,
});

/** Of a breaker without an end. */
const WHAT_CLEARS: Readonly<Record<account.BreakerKind, string>> = {
  operator: 'an operator clears it',
  slippage: 'an operator clears it',
  spread: 'an operator clears it',
  liquidity: 'an operator clears it',
  latency: 'an operator clears it',
  order_errors: 'an operator clears it',
  ledger_lag: 'the service is level with its ledger again, or an operator clears it',
  venue_heartbeat: 'the venue answers its heartbeat again, or an operator clears it',
  user_stream: "the venue's user stream is back, or an operator clears it",
  venue_version: 'the venue speaks a version that is known again, or an operator clears it',
  venue_condition: 'the venue takes orders of this account again, or an operator clears it',
  venue_unreconciled:
    'everything at the venue is compared with what we know, or an operator clears it',
};

function paused(
  strategy: account.Strategy,
  { kind, why, by, at: since }: NonNullable<account.Strategy['pause']>,
): Obstacle {
  return {
    ...{ code: 'strategy_paused', scope: 'strategy', since },
    why: `the strategy is paused by ${by}: ${why}`,
    ...resumption(kind, strategy, since),
  };
}

function resumption(
  kind: account.PauseKind,
  strategy: account.Strategy,
  pausedAt: Instant,
): Pick<Obstacle, 'lifts' | 'liftsAt'> {
  const byHand = { lifts: 'an operator resumes it', liftsAt: undefined };
  switch (kind) {
    case 'operator':
      return byHand;
    case 'streak': {
      const cooldownMs = strategy.rules?.streakCooldownMs;
      if (cooldownMs === undefined) return byHand;
      const liftsAt = instantOf(epochMs(pausedAt) + cooldownMs);
      return { lifts: `it resumes by itself at ${liftsAt}, or an operator resumes it`, liftsAt };
    }
    case 'drawdown': {
      const threshold = strategy.rules?.drawdownResumeThresholdPct;
      return threshold === undefined ? byHand : recovering(strategy, threshold);
    }
  }
}

/** (equity − trough) / (peak − trough) ≥ threshold, solved for equity, rounded up. */
export function recovering(
  strategy: account.Strategy,
  threshold: bigint,
): Pick<Obstacle, 'lifts' | 'liftsAt'> {
  const { peakUsd, troughUsd } = strategy;
  const part = (threshold * (peakUsd - troughUsd) + 999_999n) / 1_000_000n;
  const now = `it is ${dollars(account.netEquity(strategy))} now`;
  return {
    lifts:
      `it resumes by itself when equity reaches ${dollars(troughUsd + part)}, ` +
      `${percent(threshold)} of the way from ${dollars(troughUsd)} back to ${dollars(peakUsd)} ` +
      `(${now}), or an operator resumes it`,
    liftsAt: undefined,
  };
}
