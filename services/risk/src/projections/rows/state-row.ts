/** Where a strategy stands, in the design's columns. */
import { account, money, type AccountId, type StrategyId } from '@sluice/domain';
import { upsertRows, type RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';
import type { AccountFold } from '../fold/account-fold.js';
import { atMostUsd, USD_12_MAX } from './design-limits.js';
import { monthOf, weekOf } from './day-keys.js';
import { ownersOf } from './strategy-row.js';

export type RiskStateRow = NonNullable<ReturnType<typeof stateRowOf>>;

export function stateRowOf(
  accountId: AccountId,
  strategyId: StrategyId,
  { state, records }: AccountFold,
) {
  const strategy = state.strategies.get(strategyId);
  const record = records.get(strategyId);
  if (strategy === undefined || record === undefined) return undefined;
  const { dailyWindow, dailyStartEquityUsd } = record;
  const equityUsd = account.equity(strategy);
  const spentOn = (days: readonly string[]): string =>
    show(money.sum(days.map((day) => strategy.spentUsd.get(day) ?? money.noUsd)));
  return {
    state_id: uuidFrom('risk_state', strategyId),
    strategy_id: strategyId,
    current_equity: show(equityUsd),
    peak_equity: show(record.peakUsd),
    current_drawdown_pct: drawdown(record.peakUsd, equityUsd),
    consecutive_losses: record.consecutiveLosses,
    daily_spent_usd: spentOn(dailyWindow === undefined ? [] : [dailyWindow]),
    daily_trades_count: record.dailyTrades,
    daily_start_equity: dailyStartEquityUsd === undefined ? null : show(dailyStartEquityUsd),
    weekly_spent_usd: spentOn(dailyWindow === undefined ? [] : weekOf(dailyWindow)),
    monthly_spent_usd: spentOn(dailyWindow === undefined ? [] : monthOf(dailyWindow)),
    is_paused: state.killed !== undefined,
    pause_reason:
      state.killed === undefined ? null : `killed by ${state.killed.by}: ${state.killed.why}`,
    paused_at: state.killed?.at ?? null,
    last_updated: record.updatedAt,
    account_id: accountId,
    reserved_usd: money.decimal(strategy.reservedUsd),
    exposure_usd: money.decimal(account.exposure(strategy)),
    open_positions: strategy.openPositions,
    pending_entries: strategy.pendingEntries,
    daily_window: dailyWindow ?? null,
  };
}

const show = (amount: money.MicroUsd): string => atMostUsd(amount, USD_12_MAX);

const drawdown = (peakUsd: bigint, equityUsd: bigint): string =>
  peakUsd === 0n ? '0' : money.decimal(((peakUsd - equityUsd) * money.MICROS) / peakUsd);

export async function writeState(tx: EntityManager, rows: readonly RiskStateRow[]): Promise<void> {
  const owners = await ownersOf(
    tx,
    rows.map(({ strategy_id }) => strategy_id),
  );
  const owned = rows.filter((row) => owners.get(row.strategy_id) === row.account_id);
  await upsertRows(tx, STATE_SHAPE, owned);
}

const STATE_SHAPE: RowShape<keyof RiskStateRow> = {
  table: 'lt_risk_state',
  key: ['state_id'],
  columns: {
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
  },
};
