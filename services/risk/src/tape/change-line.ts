/** The facts that a reader of decisions must know of besides the decisions themselves. */
import { account, money } from '@sluice/domain';
import { approvalLine, refusalLine, type Output } from './decision-line.js';

/** What a fact prints; nothing for the bookkeeping, which shows in the numbers. */
export function lineFor(fact: account.Event, at: string): Output | undefined {
  switch (fact.type) {
    case 'SignalApproved':
      return approvalLine(fact.data);
    case 'SignalRefused':
      return refusalLine(fact.data);
    case 'RiskRulesSet': {
      const { strategyId, version } = fact.data;
      return { at, type: 'rules_set', strategyId, version };
    }
    case 'RulesTookEffect': {
      const { strategyId, version } = fact.data;
      return { at, type: 'rules_took_effect', strategyId, version };
    }
    case 'EquityMarked':
      return { at, type: 'marked', ...equityInWords(fact.data) };
    case 'PeakReset': {
      const { strategyId, fromUsd, peakUsd } = fact.data;
      const peaks = { fromUsd: money.decimal(fromUsd), peakUsd: money.decimal(peakUsd) };
      return { at, type: 'peak_reset', strategyId, ...peaks, ...signature(fact.data) };
    }
    case 'StrategyPaused':
      return { at, type: 'paused', ...reasonInWords(fact.data) };
    case 'StrategyResumed':
      return {
        at,
        type: 'resumed',
        ...reasonInWords(fact.data),
        streakReset: fact.data.streakReset,
      };
    case 'BreakerTripped': {
      const { kind, until = null } = fact.data;
      return {
        at,
        type: 'breaker_tripped',
        ...scope(fact.data),
        kind,
        until,
        ...signature(fact.data),
      };
    }
    case 'BreakerCleared': {
      const { kind } = fact.data;
      return { at, type: 'breaker_cleared', ...scope(fact.data), kind, ...signature(fact.data) };
    }
    case 'SlippageBreached': {
      const { strategyId, signalId, tradeId, slippage, limit } = fact.data;
      const numbers = { slippage: money.decimal(slippage), limit: money.decimal(limit) };
      return { at, type: 'slippage_breached', strategyId, signalId, tradeId, ...numbers };
    }
    case 'RulesUnevaluated': {
      const { strategyId, since } = fact.data;
      return { at, type: 'rules_unevaluated', strategyId, since };
    }
    case 'StrategyKilled':
    case 'AccountKilled': {
      const { flatten = false } = fact.data;
      return { at, type: 'killed', ...scope(fact.data), flatten, ...signature(fact.data) };
    }
    case 'StrategyReleased':
    case 'AccountReleased':
      return { at, type: 'released', ...scope(fact.data), ...signature(fact.data) };
    case 'StrategyRegistered':
    case 'ReservationReleased':
    case 'ExposureOpened':
    case 'ExposureSettled':
    case 'ExposureClosed':
    case 'FillReversed':
    case 'CollateralObserved':
      return undefined;
  }
}

function equityInWords({
  strategyId,
  equityUsd,
  peakUsd,
  troughUsd,
}: account.EquityMarked['data']): Output {
  const worth = { capitalUsd: money.noUsd, realizedUsd: equityUsd, unrealizedUsd: 0n, peakUsd };
  return {
    strategyId,
    equityUsd: money.decimal(equityUsd),
    peakUsd: money.decimal(peakUsd),
    troughUsd: money.decimal(troughUsd),
    drawdownPct: money.decimal(account.drawdown(worth)),
  };
}

/** A person's pause has no formula. */
function reasonInWords(
  data: account.StrategyPaused['data'] | account.StrategyResumed['data'],
): Output {
  const { strategyId, kind, formula, inputs } = data;
  return {
    ...{ strategyId, kind, ...signature(data) },
    ...(formula === '' ? {} : { formula }),
    ...(inputs.length === 0
      ? {}
      : { inputs: Object.fromEntries(inputs.map(({ name, value }) => [name, value])) }),
  };
}

const signature = ({ by, why }: { readonly by: string; readonly why: string }): Output => ({
  reason: why,
  by,
});

/** Of one strategy, or of all strategies of an account. */
const scope = (data: { readonly accountId: string; readonly strategyId?: string | undefined }) =>
  data.strategyId === undefined ? { accountId: data.accountId } : { strategyId: data.strategyId };
