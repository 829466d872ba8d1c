/** What each fact changes of an account. */
import { epochMs, type StrategyId } from '../vocabulary.js';
import { approved, closed, opened, released, reversed, settled } from './booking.js';
import { BREACHES } from './breaches.js';
import type { BreakerTripped, EquityMarked, Event, RiskRulesSet, SignalRefused } from './facts.js';
import { DEFAULTS } from './risk-rules.js';
import { newStrategy, positionKey, type Breaker, type Kill, type State } from './state.js';
import { reposition, withStrategy } from './totals.js';
import type { BreachKind, BreakerKind } from './vocabulary.js';

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'StrategyRegistered': {
      const { strategyId, capitalUsd } = event.data;
      const strategies = state.strategies.with(strategyId, newStrategy(strategyId, capitalUsd));
      return { ...state, strategies };
    }
    case 'RiskRulesSet':
      return rulesSet(state, event);
    case 'RulesTookEffect':
      return withStrategy(state, event.data.strategyId, ({ scheduled }) =>
        scheduled === undefined
          ? {}
          : { rules: scheduled.rules, rulesVersion: scheduled.version, scheduled: undefined },
      );
    case 'SignalApproved':
      return approved(state, event);
    case 'SignalRefused':
      return refused(state, event);
    case 'ReservationReleased':
      return released(state, event);
    case 'ExposureOpened':
      return opened(state, event);
    case 'ExposureSettled':
      return settled(state, event);
    case 'ExposureClosed':
      return closed(state, event);
    case 'FillReversed':
      return reversed(state, event);
    case 'SlippageBreached':
      return withBreaches(state, event.data.strategyId, ['slippage'], epochMs(event.data.at));
    case 'EquityMarked':
      return marked(state, event);
    case 'PeakReset': {
      const { strategyId, peakUsd } = event.data;
      const marks = { markedUsd: peakUsd, peakUsd, troughUsd: peakUsd };
      return withStrategy(state, strategyId, () => marks);
    }
    case 'CollateralObserved': {
      const { unsettledUsd } = state.collateral;
      const observedUsd = event.data.freeUsd;
      return { ...state, collateral: { observedUsd, paidUsd: unsettledUsd, unsettledUsd } };
    }
    case 'StrategyPaused': {
      const { strategyId, kind, why, by, at } = event.data;
      return withStrategy(state, strategyId, () => ({ pause: { kind, why, by, at } }));
    }
    case 'StrategyResumed': {
      const { strategyId, streakReset } = event.data;
      return withStrategy(state, strategyId, ({ streak, streakResets }) => ({
        pause: undefined,
        streak: streakReset ? 0 : streak,
        streakResets: streakReset ? streakResets + 1 : streakResets,
      }));
    }
    case 'BreakerTripped':
      return tripped(state, event);
    case 'BreakerCleared': {
      const { strategyId, kind } = event.data;
      return withBreakers(state, strategyId, (breakers) => without(breakers, kind));
    }
    case 'RulesUnevaluated':
      return withStrategy(state, event.data.strategyId, () => ({ unevaluatedSince: undefined }));
    case 'StrategyKilled': {
      const killed = killOf(event.data);
      return withStrategy(state, event.data.strategyId, () => ({ killed }));
    }
    case 'StrategyReleased':
      return withStrategy(state, event.data.strategyId, () => ({ killed: undefined }));
    case 'AccountKilled':
      return { ...state, killed: killOf(event.data) };
    case 'AccountReleased':
      return { ...state, killed: undefined };
  }
}

/** Newer rules take the place of those that were still to come. */
function rulesSet(state: State, { data }: RiskRulesSet): State {
  const { strategyId, rules, version, effectiveAt } = data;
  return withStrategy(state, strategyId, () => ({
    newestVersion: version,
    ...(effectiveAt === undefined
      ? { rules, rulesVersion: version, scheduled: undefined }
      : { scheduled: { rules, version, effectiveAt } }),
  }));
}

function refused(state: State, { data }: SignalRefused): State {
  const { signal, decision, at } = data;
  const next = { ...state, assessed: state.assessed.with(signal.signalId, true) };
  if (signal.reduceOnly) return next;
  const wereAsked = decision.checks.some(({ code }) => code === 'drawdown_exceeded');
  const breached = decision.checks.flatMap(({ code, passed }) =>
    passed ? [] : (BREACHES.get(code) ?? []),
  );
  return withStrategy(
    withBreaches(next, signal.strategyId, breached, epochMs(at)),
    signal.strategyId,
    ({ unevaluatedSince }) => ({
      unevaluatedSince: wereAsked ? undefined : (unevaluatedSince ?? at),
    }),
  );
}

function withBreaches(
  state: State,
  strategyId: StrategyId,
  kinds: readonly BreachKind[],
  atMs: number,
): State {
  if (kinds.length === 0) return state;
  return withStrategy(state, strategyId, ({ breaches, rules }) => {
    const oldest = atMs - (rules?.breakerWindowMs ?? DEFAULTS.breakerWindowMs);
    const recent = breaches.filter((breach) => breach.atMs >= oldest);
    return { breaches: [...recent, ...kinds.map((kind) => ({ kind, atMs }))] };
  });
}

function tripped(state: State, { data }: BreakerTripped): State {
  const { strategyId, kind, why, until, at } = data;
  const breaker = { kind, why, until, since: at };
  const next = withBreakers(state, strategyId, (breakers) => [...without(breakers, kind), breaker]);
  if (strategyId === undefined) {
    return kind === 'order_errors' ? { ...next, orderEnds: [] } : next;
  }
  // What tripped it is used up: it takes as many again to trip it anew.
  return withStrategy(next, strategyId, ({ breaches }) => ({
    breaches: breaches.filter((breach) => breach.kind !== kind),
  }));
}

function withBreakers(
  state: State,
  strategyId: StrategyId | undefined,
  change: (breakers: readonly Breaker[]) => readonly Breaker[],
): State {
  return strategyId === undefined
    ? { ...state, breakers: change(state.breakers) }
    : withStrategy(state, strategyId, ({ breakers }) => ({ breakers: change(breakers) }));
}

const without = (breakers: readonly Breaker[], kind: BreakerKind): readonly Breaker[] =>
  breakers.filter((breaker) => breaker.kind !== kind);

function marked(state: State, { data }: EquityMarked): State {
  const { strategyId, marks, equityUsd: markedUsd, peakUsd, troughUsd } = data;
  const valued = marks.reduce((before, { tokenId, price: mark }) => {
    const position = before.positions.get(positionKey(strategyId, tokenId));
    return position === undefined ? before : reposition(before, position, () => ({ mark }));
  }, state);
  return withStrategy(valued, strategyId, () => ({ markedUsd, peakUsd, troughUsd }));
}

const killOf = ({
  by,
  why,
  at,
  flatten = false,
}: Omit<Kill, 'flatten'> & { readonly flatten?: boolean }): Kill => ({ by, why, at, flatten });
