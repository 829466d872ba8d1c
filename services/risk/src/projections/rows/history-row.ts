/** What happened to a strategy or an account, by whom and why, as one row. */
import { money, type account } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import type { RowShape } from '@sluice/postgres';
import type { ReadRow } from './read-row.js';
import { jsonOf, writableRow } from './writable.js';

export type Steering =
  | account.StrategyPaused
  | account.StrategyResumed
  | account.BreakerTripped
  | account.BreakerCleared
  | account.StrategyKilled
  | account.StrategyReleased
  | account.AccountKilled
  | account.AccountReleased
  | account.PeakReset
  | account.RiskRulesSet
  | account.RulesTookEffect
  | account.SlippageBreached
  | account.RulesUnevaluated;

export type HistoryKind =
  | 'paused'
  | 'resumed'
  | 'breaker_tripped'
  | 'breaker_cleared'
  | 'killed'
  | 'released'
  | 'peak_reset'
  | 'rules_set'
  | 'rules_took_effect'
  | 'slippage_breached'
  | 'rules_unevaluated';

/** Numbers and words behind it, by their names in the formula. */
export type Inputs = Readonly<Record<string, string>>;

export function historyRowOf(fact: Recorded<Steering>) {
  const { data, position } = fact;
  const { inputs = {}, ...told } = toldBy(fact);
  return writableRow({
    position: String(position),
    account_id: data.accountId,
    strategy_id: 'strategyId' in data ? (data.strategyId ?? null) : null,
    ...{ cause: null, by: null, why: null, formula: null, until: null },
    ...told,
    inputs: jsonOf(inputs),
    at: data.at,
  });
}

type Told = {
  readonly kind: HistoryKind;
  /** Which pause or breaker. */
  readonly cause?: account.PauseKind | account.BreakerKind;
  readonly by?: string;
  readonly why?: string;
  readonly formula?: string | null;
  readonly until?: string | null;
  readonly inputs?: Inputs;
};

function toldBy(fact: Steering): Told {
  switch (fact.type) {
    case 'StrategyPaused':
      return { kind: 'paused', ...reasoned(fact.data) };
    case 'StrategyResumed': {
      const { inputs, ...told } = reasoned(fact.data);
      const streak = { streak_reset: String(fact.data.streakReset) };
      return { kind: 'resumed', ...told, inputs: { ...inputs, ...streak } };
    }
    case 'BreakerTripped': {
      const { kind: cause, until = null } = fact.data;
      return { kind: 'breaker_tripped', cause, until, ...signed(fact.data) };
    }
    case 'BreakerCleared':
      return { kind: 'breaker_cleared', cause: fact.data.kind, ...signed(fact.data) };
    case 'StrategyKilled':
    case 'AccountKilled': {
      const inputs = { flatten: String(fact.data.flatten ?? false) };
      return { kind: 'killed', ...signed(fact.data), inputs };
    }
    case 'StrategyReleased':
    case 'AccountReleased':
      return { kind: 'released', ...signed(fact.data) };
    case 'PeakReset': {
      const { fromUsd, peakUsd } = fact.data;
      const inputs = { from: money.decimal(fromUsd), peak: money.decimal(peakUsd) };
      return { kind: 'peak_reset', ...signed(fact.data), inputs };
    }
    case 'RiskRulesSet': {
      const { version, effectiveAt } = fact.data;
      const later = effectiveAt === undefined ? {} : { effective_at: effectiveAt };
      const inputs = { version: String(version), ...later };
      return { kind: 'rules_set', ...signed(fact.data), inputs };
    }
    case 'RulesTookEffect':
      return { kind: 'rules_took_effect', inputs: { version: String(fact.data.version) } };
    case 'SlippageBreached':
      return slipped(fact.data);
    case 'RulesUnevaluated':
      return { kind: 'rules_unevaluated', inputs: { since: fact.data.since } };
  }
}

const signed = ({ by, why }: account.Signed) => ({ by, why });

/** A person's decision has no formula. */
const reasoned = ({
  kind: cause,
  by,
  why,
  formula,
  inputs,
}: account.StrategyPaused['data'] | account.StrategyResumed['data']) => ({
  ...{ cause, by, why, formula: formula === '' ? null : formula },
  inputs: Object.fromEntries(inputs.map(({ name, value }) => [name, value])),
});

const slipped = (fill: account.SlippageBreached['data']): Told => ({
  kind: 'slippage_breached',
  formula: 'slippage > max_slippage_pct',
  inputs: {
    slippage: money.decimal(fill.slippage),
    max_slippage_pct: money.decimal(fill.limit),
    signal_id: fill.signalId,
    order_id: fill.orderId,
    trade_id: fill.tradeId,
  },
});

const COLUMNS = {
  position: 'bigint',
  account_id: 'text',
  strategy_id: 'text',
  kind: 'text',
  cause: 'text',
  by: 'text',
  why: 'text',
  formula: 'text',
  inputs: 'jsonb',
  until: 'timestamptz',
  at: 'timestamptz',
} as const;

export const HISTORY_SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'risk_state_history',
  key: ['position'],
  columns: COLUMNS,
};

export type StateHistoryRow = ReadRow<
  typeof COLUMNS,
  'strategy_id' | 'cause' | 'by' | 'why' | 'formula' | 'until',
  {
    readonly kind: HistoryKind;
    readonly cause: account.PauseKind | account.BreakerKind;
    readonly inputs: Inputs;
  }
>;
