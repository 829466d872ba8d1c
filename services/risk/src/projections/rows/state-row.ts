/**
 * Where a strategy stands, in the design's columns, as of its last fact: what was spent in a window
 * is what was spent in the window of that time.
 */
import { account, epochMs, money, type AccountId, type StrategyId } from '@sluice/domain';
import { upsertRows, type RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';
import type { AccountFold } from '../fold/account-fold.js';
import type { StrategyRecord } from '../fold/strategy-record.js';
import { INTEGER_MAX, RATIO_5_3_MAX, USD_12_MAX, wholeWithin, within } from './design-limits.js';
import type { ReadRow } from './read-row.js';
import { haltsOf, type BreakerWords } from './state-halts.js';
import { ownedRows } from './strategy-row.js';
import { writableRow } from './writable.js';

export type StateToWrite = NonNullable<ReturnType<typeof stateRowOf>>;

export function stateRowOf(
  accountId: AccountId,
  strategyId: StrategyId,
  { state, records }: AccountFold,
) {
  const strategy = state.strategies.get(strategyId);
  const record = records.get(strategyId);
  if (strategy === undefined || record === undefined) return undefined;
  const equityUsd = account.netEquity(strategy);
  const drawdown = account.drawdown(strategy);
  return {
    state_id: uuidFrom('risk_state', strategyId),
    strategy_id: strategyId,
    current_equity: within(equityUsd, USD_12_MAX),
    peak_equity: within(strategy.peakUsd, USD_12_MAX),
    current_drawdown_pct: within(drawdown, RATIO_5_3_MAX),
    consecutive_losses: wholeWithin(strategy.streak, INTEGER_MAX),
    ...spendings(strategy, record),
    ...haltsOf(strategy, state),
    last_updated: record.updatedAt,
    account_id: accountId,
    reserved_usd: money.decimal(strategy.reservedUsd),
    exposure_usd: money.decimal(account.exposure(strategy)),
    open_positions: strategy.openPositions,
    pending_entries: strategy.pendingEntries,
    daily_window: record.dayKey,
    equity_usd: money.decimal(equityUsd),
    realized_usd: money.decimal(strategy.realizedUsd),
    unrealized_usd: money.decimal(strategy.unrealizedUsd),
    trough_equity: money.decimal(strategy.troughUsd),
    drawdown_pct: money.decimal(drawdown),
    marked_at: record.markedAt ?? null,
    rules_version: strategy.rulesVersion,
    newest_rules_version: strategy.newestVersion,
    unevaluated_since: strategy.unevaluatedSince ?? null,
  };
}

function spendings(strategy: account.Strategy, record: StrategyRecord) {
  const { dayKey, updatedAt, dailyTrades, dailyStartEquityUsd } = record;
  const now = { dayKey, atMs: epochMs(updatedAt) };
  const spentIn = (period: 'day' | 'week' | 'month'): string =>
    within(account.spentIn(strategy, period, now), USD_12_MAX);
  return {
    daily_spent_usd: spentIn('day'),
    daily_trades_count: dailyTrades,
    daily_start_equity: within(dailyStartEquityUsd, USD_12_MAX),
    weekly_spent_usd: spentIn('week'),
    monthly_spent_usd: spentIn('month'),
  };
}

export async function writeState(tx: EntityManager, rows: readonly StateToWrite[]): Promise<void> {
  await upsertRows(tx, STATE_SHAPE, (await ownedRows(tx, rows)).map(writableRow));
}

const COLUMNS = {
  state_id: 'uuid',
  strategy_id: 'text',
  current_equity: 'numeric',
  peak_equity: 'numeric',
  current_drawdown_pct: 'numeric',
  consecutive_losses: 'integer',
  daily_spent_usd: 'numeric',
  daily_trades_count: 'integer',
  daily_start_equity: 'numeric',
  weekly_spent_usd: 'numeric',
  monthly_spent_usd: 'numeric',
  circuit_breaker_active: 'boolean',
  circuit_breaker_reason: 'text',
  circuit_breaker_until: 'timestamptz',
  is_paused: 'boolean',
  pause_reason: 'text',
  paused_at: 'timestamptz',
  last_updated: 'timestamptz',
  account_id: 'text',
  reserved_usd: 'numeric',
  exposure_usd: 'numeric',
  open_positions: 'integer',
  pending_entries: 'integer',
  daily_window: 'text',
  equity_usd: 'numeric',
  realized_usd: 'numeric',
  unrealized_usd: 'numeric',
  trough_equity: 'numeric',
  drawdown_pct: 'numeric',
  marked_at: 'timestamptz',
  rules_version: 'integer',
  newest_rules_version: 'integer',
  unevaluated_since: 'timestamptz',
  pause_kind: 'text',
  paused_by: 'text',
  breakers: 'jsonb',
  killed: 'boolean',
  kill_scope: 'text',
  kill_reason: 'text',
  killed_by: 'text',
  killed_at: 'timestamptz',
  kill_flattens: 'boolean',
} as const;

const STATE_SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'lt_risk_state',
  key: ['state_id'],
  columns: COLUMNS,
};

export type RiskStateRow = ReadRow<
  typeof COLUMNS,
  | 'circuit_breaker_reason'
  | 'circuit_breaker_until'
  | 'pause_reason'
  | 'paused_at'
  | 'pause_kind'
  | 'paused_by'
  | 'marked_at'
  | 'unevaluated_since'
  | 'kill_scope'
  | 'kill_reason'
  | 'killed_by'
  | 'killed_at'
  | 'kill_flattens',
  { readonly breakers: readonly BreakerWords[] }
>;
