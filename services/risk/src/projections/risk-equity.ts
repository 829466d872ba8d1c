/** Equity: what each strategy was worth whenever it was valued, with its peak and trough at that time. */
import { money, type account, type Instant, type StrategyId } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';
import type { Recorded } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import { onePage, type Page, type Paging } from './rows/page.js';
import type { ReadRow } from './rows/read-row.js';
import { OWNER } from './rows/strategy-row.js';

export const riskEquity: Projection<account.EquityMarked | account.PeakReset> = {
  name: 'risk--risk-equity',
  version: 1,
  tables: ['risk_equity'],
  on: ['EquityMarked', 'PeakReset'],
  apply: (tx, batch) => upsertRows(tx, SHAPE, batch.map(rowOf)),
};

// The question we ask of it

export type EquityAsked = Paging & {
  /** From this time on, and before that one. */
  readonly from?: Instant;
  readonly until?: Instant;
};

/** Newest first. */
export const equityOf = (
  database: DataSource,
  strategyId: StrategyId,
  { from = '-infinity', until = 'infinity', ...paging }: EquityAsked = {},
): Promise<Page<EquityRow>> =>
  onePage(paging, ({ before, rowsMax }) =>
    database.query(
      `select * from risk_equity
       where strategy_id = $1 and account_id = ${OWNER} and position < $2
         and at >= $3::timestamptz and at < $4::timestamptz
       order by position desc limit $5`,
      [strategyId, before, from, until, rowsMax],
    ),
  );

// The row

/** A reset makes today's equity the peak, and the trough with it. */
function rowOf(fact: Recorded<account.EquityMarked | account.PeakReset>) {
  const { accountId, strategyId, peakUsd, at } = fact.data;
  const { equityUsd, troughUsd } =
    fact.type === 'EquityMarked' ? fact.data : { equityUsd: peakUsd, troughUsd: peakUsd };
  return {
    position: String(fact.position),
    account_id: accountId,
    strategy_id: strategyId,
    at,
    equity_usd: money.decimal(equityUsd),
    peak_usd: money.decimal(peakUsd),
    trough_usd: money.decimal(troughUsd),
  };
}

const COLUMNS = {
  position: 'bigint',
  account_id: 'text',
  strategy_id: 'text',
  at: 'timestamptz',
  equity_usd: 'numeric',
  peak_usd: 'numeric',
  trough_usd: 'numeric',
} as const;

const SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'risk_equity',
  key: ['strategy_id', 'position'],
  columns: COLUMNS,
};

export type EquityRow = ReadRow<typeof COLUMNS>;
