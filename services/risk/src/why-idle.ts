/**
 * Why a strategy is idle: everything that would refuse its next entry whatever the signal, since when,
 * and what lifts it. Pure, from the account's state; what time has ended by now is not told any more.
 */
import { account, emptyMap, type Instant, type StrategyId } from '@sluice/domain';
import { accountObstacles, strategyObstacles } from './why-idle/halts.js';
import { limitObstacles } from './why-idle/limits.js';
import { lossObstacles } from './why-idle/losses.js';
import type { Obstacle } from './why-idle/obstacle.js';

export type { Obstacle } from './why-idle/obstacle.js';

export type Idleness = {
  readonly strategyId: StrategyId;
  readonly at: Instant;
  /** While anything stands in the way, no entry passes. */
  readonly blocked: boolean;
  /** The whole of it in one sentence. */
  readonly sentence: string;
  /** In the order that names a refusal; each of them alone is enough. */
  readonly obstacles: readonly Obstacle[];
  /** Signals came since then, and none of them got as far as the rules. */
  readonly unevaluatedSince: Instant | undefined;
  /** Rules that are to come. */
  readonly scheduled: { readonly version: number; readonly effectiveAt: Instant } | undefined;
};

/** `orderMinUsd` is the least an order costs at the venue; with nothing left at all, none is needed. */
export function whyIdle(
  state: account.State,
  strategyId: StrategyId,
  atMs: number,
  orderMinUsd = 0n,
): Idleness {
  const known = state.strategies.get(strategyId);
  const now = asTimeLeftIt(state, strategyId, atMs);
  const strategy = now.strategies.get(strategyId);
  const obstacles = [
    ...accountObstacles(now),
    ...(strategy === undefined
      ? [unknown(strategyId)]
      : [
          ...strategyObstacles(strategy, now, atMs),
          ...lossObstacles(strategy),
          ...limitObstacles(strategy, { state: now, atMs, orderMinUsd }),
        ]),
  ];
  const { scheduled } = strategy ?? {};
  return {
    strategyId,
    at: new Date(atMs).toISOString(),
    blocked: obstacles.length > 0,
    sentence: sentenceOf(obstacles, known?.unevaluatedSince),
    obstacles,
    unevaluatedSince: known?.unevaluatedSince,
    scheduled: scheduled && { version: scheduled.version, effectiveAt: scheduled.effectiveAt },
  };
}

/** What time alone brings, a signal would find: rules that are due, breakers and pauses that are over. */
function asTimeLeftIt(state: account.State, strategyId: StrategyId, atMs: number): account.State {
  const strategy = state.strategies.get(strategyId);
  if (strategy === undefined) return state;
  const alone = { ...state, strategies: emptyMap<account.Strategy>().with(strategyId, strategy) };
  const data = { accountId: '', at: new Date(atMs).toISOString() };
  return account.decide({ type: 'PassTime', data }, alone).reduce(account.evolve, alone);
}

const unknown = (strategyId: StrategyId): Obstacle => ({
  code: 'unknown_strategy',
  scope: 'strategy',
  why: `the account has no strategy ${strategyId}`,
  since: undefined,
  lifts: 'somebody registers it',
  liftsAt: undefined,
});

function sentenceOf(obstacles: readonly Obstacle[], unevaluatedSince: Instant | undefined): string {
  const [first, ...others] = obstacles;
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` ${others.length} more in its way.`;
    return `No entry passes: ${first.why}. It ends when ${first.lifts}.${more}`;
  }
  return unevaluatedSince === undefined
    ? 'Nothing is in its way: it waits for signals.'
    : `Nothing is in its way, but since ${unevaluatedSince} no signal got as far as the rules.`;
}
