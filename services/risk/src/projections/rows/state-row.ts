/** Where a strategy stands, in the design's columns. */
import { account, money, type AccountId, type StrategyId } from '@sluice/domain';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';
import type { AccountFold } from '../fold/account-fold.js';
import { atMostUsd, USD_12_MAX } from './design-limits.js';
import { monthOf, weekOf } from './day-keys.js';

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

/** A strategy belongs to one account; another account's facts about its name change nothing. */
export async function writeState(tx: EntityManager, rows: readonly RiskStateRow[]): Promise<void> {
  if (rows.length === 0) return;
  const names = COLUMNS.map(([name]) => name);
  await tx.query(
    `insert into lt_risk_state (${names.join(', ')})
     select ${names.map((name) => `r.${name}`).join(', ')}
     from unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
       as r (${names.join(', ')})
     join lt_strategies s on s.strategy_id = r.strategy_id and s.account_id = r.account_id
     on conflict (strategy_id) do update
       set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    names.map((name) => rows.map((row) => row[name])),
  );
}

const COLUMNS: readonly (readonly [keyof RiskStateRow, string])[] = [
  ['state_id', 'uuid'],
  ['strategy_id', 'text'],
  ['current_equity', 'numeric'],
  ['peak_equity', 'numeric'],
  ['current_drawdown_pct', 'numeric'],
  ['consecutive_losses', 'integer'],
  ['daily_spent_usd', 'numeric'],
  ['daily_trades_count', 'integer'],
  ['daily_start_equity', 'numeric'],
  ['weekly_spent_usd', 'numeric'],
  ['monthly_spent_usd', 'numeric'],
  ['is_paused', 'boolean'],
  ['pause_reason', 'text'],
  ['paused_at', 'timestamptz'],
  ['last_updated', 'timestamptz'],
  ['account_id', 'text'],
  ['reserved_usd', 'numeric'],
  ['exposure_usd', 'numeric'],
  ['open_positions', 'integer'],
  ['pending_entries', 'integer'],
  ['daily_window', 'text'],
];
