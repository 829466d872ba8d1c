/** What callers are shown: money, fractions and prices as decimals in text, nothing where there is none. */
import { account, epochMs, money, type Instant } from '@sluice/domain';
import { columnsOf } from '../rules-request.js';
import type { StrategyPlace } from './strategy-directory.js';

export type BreakerView = ReturnType<typeof breakerView>;

export const breakerView = (
  breaker: account.Breaker,
  scope: 'account' | 'strategy',
  nowMs: number,
) => ({
  scope,
  kind: breaker.kind,
  why: breaker.why,
  since: breaker.since,
  until: breaker.until,
  /** One whose time has passed is cleared within a second. */
  isOn: account.isOn(breaker, nowMs),
});

const killView = (
  { by, why, at, flatten }: NonNullable<account.State['killed']>,
  scope: 'account' | 'strategy',
) => ({ scope, by, why, at, flatten });

const killsOf = (state: account.State, strategy?: account.Strategy) => [
  ...(state.killed === undefined ? [] : [killView(state.killed, 'account')]),
  ...(strategy?.killed === undefined ? [] : [killView(strategy.killed, 'strategy')]),
];

const breakersOf = (state: account.State, nowMs: number, strategy?: account.Strategy) => [
  ...state.breakers.map((breaker) => breakerView(breaker, 'account', nowMs)),
  ...(strategy?.breakers ?? []).map((breaker) => breakerView(breaker, 'strategy', nowMs)),
];

/** What a strategy's next entry meets first. */
export type Status = 'killed' | 'no_rules' | 'breaker' | 'paused' | 'open';

function statusOf(strategy: account.Strategy, state: account.State, nowMs: number): Status {
  if (killsOf(state, strategy).length > 0) return 'killed';
  if (account.rulesAt(strategy, nowMs).rules === undefined) return 'no_rules';
  if (breakersOf(state, nowMs, strategy).some(({ isOn }) => isOn)) return 'breaker';
  return strategy.pause === undefined ? 'open' : 'paused';
}

export const summaryView = (
  place: StrategyPlace,
  strategy: account.Strategy,
  { state, at }: { readonly state: account.State; readonly at: Instant },
) => ({
  ...place,
  status: statusOf(strategy, state, epochMs(at)),
  capitalUsd: money.decimal(strategy.capitalUsd),
  equityUsd: money.decimal(account.netEquity(strategy)),
  exposureUsd: money.decimal(account.exposure(strategy)),
  openPositions: strategy.openPositions,
  rulesVersion: account.rulesAt(strategy, epochMs(at)).version,
});

/** Where a strategy stands at a time. */
export function stateView(
  place: StrategyPlace,
  strategy: account.Strategy,
  { state, at }: { readonly state: account.State; readonly at: Instant },
) {
  const nowMs = epochMs(at);
  const { rules } = account.rulesAt(strategy, nowMs);
  const now = {
    dayKey: account.dayKeyOf(nowMs, rules?.timeZone ?? account.DEFAULTS.timeZone),
    atMs: nowMs,
  };
  const kills = killsOf(state, strategy);
  const spent = (period: 'day' | 'week' | 'month'): string =>
    money.decimal(account.spentIn({ ...strategy, rules }, period, now));
  return {
    ...summaryView(place, strategy, { state, at }),
    at,
    peakUsd: money.decimal(strategy.peakUsd),
    troughUsd: money.decimal(strategy.troughUsd),
    drawdownPct: money.decimal(account.drawdown(strategy)),
    realizedUsd: money.decimal(strategy.realizedUsd),
    unrealizedUsd: money.decimal(strategy.unrealizedUsd),
    reservedUsd: money.decimal(strategy.reservedUsd),
    openCostUsd: money.decimal(strategy.openCostUsd),
    pendingEntries: strategy.pendingEntries,
    consecutiveLosses: strategy.streak,
    spentUsd: { day: spent('day'), week: spent('week'), month: spent('month') },
    killed: kills.length > 0,
    kills,
    paused: strategy.pause !== undefined,
    pause: strategy.pause,
    breakers: breakersOf(state, nowMs, strategy),
  };
}

/** The rules in force, and those that will be. */
export function rulesView(place: StrategyPlace, strategy: account.Strategy, at: Instant) {
  const nowMs = epochMs(at);
  const { rules, version } = account.rulesAt(strategy, nowMs);
  const { newestVersion, scheduled } = strategy;
  const isToCome = scheduled !== undefined && scheduled.version !== version;
  return {
    ...place,
    /** What a change may name as its expectedVersion. */
    newestVersion,
    inForce: rules === undefined ? undefined : { version, rules: columnsOf(rules) },
    scheduled: isToCome
      ? {
          version: scheduled.version,
          effectiveAt: scheduled.effectiveAt,
          rules: columnsOf(scheduled.rules),
        }
      : undefined,
  };
}

export function accountView(accountId: string, state: account.State, at: Instant) {
  const nowMs = epochMs(at);
  const free = account.freeCollateral(state.collateral);
  const kills = killsOf(state);
  return {
    accountId,
    at,
    killed: kills.length > 0,
    kills,
    breakers: breakersOf(state, nowMs),
    reservedUsd: money.decimal(state.reservedUsd),
    /** Missing while nobody looked at the wallet. */
    freeCollateralUsd: free === undefined ? undefined : money.decimal(free),
    strategies: [...state.strategies.entries()]
      .map(([strategyId, strategy]) => {
        const stops = { kills: killsOf(NOTHING, strategy), pause: strategy.pause };
        const breakers = breakersOf(NOTHING, nowMs, strategy);
        const place = { accountId, strategyId };
        return { ...summaryView(place, strategy, { state, at }), ...stops, breakers };
      })
      .sort((one, other) => (one.strategyId < other.strategyId ? -1 : 1)),
  };
}

/** What holds for the whole account is told once, not with each of its strategies. */
const NOTHING = account.initialState;
