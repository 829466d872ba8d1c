/** What people do to an account: register, set rules, pause, resume, trip, clear, kill, release. */
import { decimal } from '../money.js';
import { epochMs } from '../vocabulary.js';
import type {
  ClearBreaker,
  KillAccount,
  KillStrategy,
  PauseStrategy,
  ReleaseAccount,
  ReleaseStrategy,
  ResetPeak,
  ResumeStrategy,
  SetRiskRules,
  TripBreaker,
} from './commands.js';
import type { Event } from './facts.js';
import { isDue, isOn, netEquity } from './measures.js';
import { DEFAULTS, type RiskRules } from './risk-rules.js';
import type { Breaker, State } from './state.js';

/** Counts up with every change; what changes nothing, or was meant for another version, is none. */
export function setRiskRules(
  { expectedVersion, effectiveAt, ...wanted }: SetRiskRules['data'],
  state: State,
): readonly Event[] {
  const strategy = state.strategies.get(wanted.strategyId);
  if (strategy === undefined) return [];
  const { newestVersion, scheduled, rules } = strategy;
  if (expectedVersion !== undefined && expectedVersion !== newestVersion) return [];
  // What is due already takes effect at once.
  const isDueNow = effectiveAt === undefined || isDue(effectiveAt, epochMs(wanted.at));
  const from = isDueNow ? undefined : effectiveAt;
  if (from === scheduled?.effectiveAt && sameRules(scheduled?.rules ?? rules, wanted.rules)) {
    return [];
  }
  const data = { ...wanted, version: newestVersion + 1 };
  return [
    { type: 'RiskRulesSet', data: from === undefined ? data : { ...data, effectiveAt: from } },
  ];
}

function sameRules(rules: RiskRules | undefined, others: RiskRules): boolean {
  const names = Object.keys({ ...rules, ...others }) as (keyof RiskRules)[];
  return rules !== undefined && names.every((name) => rules[name] === others[name]);
}

/** An operator's pause takes the place of one of ours: nothing but an operator lifts it. */
export function pauseStrategy(data: PauseStrategy['data'], state: State): readonly Event[] {
  const strategy = state.strategies.get(data.strategyId);
  if (strategy === undefined || strategy.pause?.kind === 'operator') return [];
  return [{ type: 'StrategyPaused', data: { ...data, kind: 'operator', formula: '', inputs: [] } }];
}

/** A streak that would pause it again at once starts anew. */
export function resumeStrategy(data: ResumeStrategy['data'], state: State): readonly Event[] {
  const strategy = state.strategies.get(data.strategyId);
  if (strategy?.pause === undefined) return [];
  const { pause, streak, rules } = strategy;
  const streakReset =
    pause.kind === 'streak' ||
    streak >= (rules?.maxConsecutiveLosses ?? DEFAULTS.maxConsecutiveLosses);
  const inputs = [
    { name: 'consecutive_losses', value: String(streak) },
    { name: 'equity', value: decimal(netEquity(strategy)) },
  ];
  return [
    {
      type: 'StrategyResumed',
      data: { ...data, kind: pause.kind, streakReset, formula: '', inputs },
    },
  ];
}

export function resetPeak(data: ResetPeak['data'], state: State): readonly Event[] {
  const strategy = state.strategies.get(data.strategyId);
  if (strategy === undefined) return [];
  const peakUsd = netEquity(strategy);
  const { peakUsd: fromUsd, troughUsd } = strategy;
  if (peakUsd === fromUsd && peakUsd === troughUsd) return [];
  return [{ type: 'PeakReset', data: { ...data, fromUsd, peakUsd } }];
}

export function tripBreaker(data: TripBreaker['data'], state: State): readonly Event[] {
  const breakers = breakersOf(data.strategyId, state);
  if (breakers === undefined || isDue(data.until, epochMs(data.at))) return [];
  const on = breakers.find(({ kind }) => kind === data.kind);
  if (on !== undefined && isOn(on, epochMs(data.at))) return [];
  return [{ type: 'BreakerTripped', data }];
}

export function clearBreaker(data: ClearBreaker['data'], state: State): readonly Event[] {
  const breakers = breakersOf(data.strategyId, state);
  const isThere = breakers?.some(({ kind }) => kind === data.kind) ?? false;
  return isThere ? [{ type: 'BreakerCleared', data }] : [];
}

function breakersOf(
  strategyId: string | undefined,
  { breakers, strategies }: State,
): readonly Breaker[] | undefined {
  return strategyId === undefined ? breakers : strategies.get(strategyId)?.breakers;
}

/** A second kill changes nothing unless it says otherwise about the exits. */
export function killStrategy(data: KillStrategy['data'], state: State): readonly Event[] {
  const strategy = state.strategies.get(data.strategyId);
  if (strategy === undefined || isKilled(strategy, data)) return [];
  return [{ type: 'StrategyKilled', data }];
}

export function killAccount(data: KillAccount['data'], state: State): readonly Event[] {
  return isKilled(state, data) ? [] : [{ type: 'AccountKilled', data }];
}

const isKilled = (
  { killed }: Pick<State, 'killed'>,
  { flatten = false }: { readonly flatten?: boolean },
): boolean => killed !== undefined && killed.flatten === flatten;

export function releaseStrategy(data: ReleaseStrategy['data'], state: State): readonly Event[] {
  const killed = state.strategies.get(data.strategyId)?.killed;
  return killed === undefined ? [] : [{ type: 'StrategyReleased', data }];
}

export function releaseAccount(data: ReleaseAccount['data'], state: State): readonly Event[] {
  return state.killed === undefined ? [] : [{ type: 'AccountReleased', data }];
}
