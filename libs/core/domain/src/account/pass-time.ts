/** What time alone brings: rules that were due, breakers and pauses that are over. */
import { epochMs, type AccountId, type Instant, type StrategyId } from '../vocabulary.js';
import { ITSELF } from './breaches.js';
import type { Event, StrategyResumed } from './facts.js';
import { recovered } from './marking.js';
import { isDue, isOn, isScheduledDue, rulesAt } from './measures.js';
import type { Breaker, State, Strategy } from './state.js';

/** Signals that never reach the rules for so long are worth a person's look. */
const UNEVALUATED_MS = 86_400_000;
/** More is told at the next tick: a batch of facts has its limits. */
const FACTS_MAX = 200;

type Now = { readonly accountId: AccountId; readonly at: Instant };

/** For the account and all of its strategies. */
export function passTime(now: Now, state: State): readonly Event[] {
  const facts: Event[] = [...breakersOver(state.breakers, undefined, now)];
  for (const [, strategy] of state.strategies.entries()) {
    if (facts.length >= FACTS_MAX) break;
    facts.push(...timeFor(strategy, now));
  }
  return facts;
}

/** For the account and one strategy: what must be known before it decides. */
export function passTimeFor(
  strategyId: StrategyId,
  now: Now,
  { breakers, strategies }: State,
): readonly Event[] {
  const strategy = strategies.get(strategyId);
  const over = breakersOver(breakers, undefined, now);
  return strategy === undefined ? over : [...over, ...timeFor(strategy, now)];
}

function timeFor(strategy: Strategy, now: Now): readonly Event[] {
  const { accountId, at } = now;
  const { strategyId, scheduled, breakers, pause, unevaluatedSince } = strategy;
  const isQuiet = scheduled === undefined && breakers.length === 0 && pause === undefined;
  if (isQuiet && unevaluatedSince === undefined) return [];
  const nowMs = epochMs(at);
  const facts: Event[] = [];
  if (isScheduledDue(scheduled, nowMs)) {
    const { version } = scheduled;
    facts.push({ type: 'RulesTookEffect', data: { accountId, strategyId, version, at } });
  }
  facts.push(...breakersOver(breakers, strategyId, now));
  if (pause !== undefined) {
    const { rules } = rulesAt(strategy, nowMs);
    facts.push(
      ...cooledDown({ ...strategy, rules }, now),
      ...recovered({ ...strategy, rules }, now),
    );
  }
  if (unevaluatedSince !== undefined && nowMs - epochMs(unevaluatedSince) >= UNEVALUATED_MS) {
    const since = unevaluatedSince;
    facts.push({ type: 'RulesUnevaluated', data: { accountId, strategyId, since, at } });
  }
  return facts;
}

function breakersOver(
  breakers: readonly Breaker[],
  strategyId: StrategyId | undefined,
  { accountId, at }: Now,
): readonly Event[] {
  if (breakers.length === 0) return [];
  const nowMs = epochMs(at);
  return breakers
    .filter((breaker) => !isOn(breaker, nowMs))
    .map(({ kind }) => ({
      type: 'BreakerCleared',
      data: { accountId, strategyId, kind, by: ITSELF, why: 'its time has passed', at },
    }));
}

function cooledDown(
  { strategyId, pause, rules }: Strategy,
  { accountId, at }: Now,
): readonly StrategyResumed[] {
  const cooldownMs = rules?.streakCooldownMs;
  if (pause?.kind !== 'streak' || cooldownMs === undefined) return [];
  const until = new Date(epochMs(pause.at) + cooldownMs).toISOString();
  if (!isDue(until, epochMs(at))) return [];
  return [
    {
      type: 'StrategyResumed',
      data: {
        ...{ accountId, strategyId, kind: 'streak', streakReset: true, by: ITSELF, at },
        why: `${cooldownMs} ms have passed since it was paused`,
        formula: 'now - paused_at >= streak_cooldown_ms',
        inputs: [
          { name: 'paused_at', value: pause.at },
          { name: 'streak_cooldown_ms', value: String(cooldownMs) },
        ],
      },
    },
  ];
}
