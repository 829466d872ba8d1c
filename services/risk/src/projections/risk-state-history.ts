/** State history: every pause, breaker, kill and change of rules, with who, why, formula and inputs. */
import type { AccountId, StrategyId } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource } from 'typeorm';
import {
  HISTORY_SHAPE,
  historyRowOf,
  type HistoryKind,
  type StateHistoryRow,
  type Steering,
} from './rows/history-row.js';
import { onePage, type Page, type Paging } from './rows/page.js';
import { OWNER } from './rows/strategy-row.js';

export type { HistoryKind, StateHistoryRow } from './rows/history-row.js';

export const riskStateHistory: Projection<Steering> = {
  name: 'risk--risk-state-history',
  version: 1,
  tables: ['risk_state_history'],
  on: [
    'StrategyPaused',
    'StrategyResumed',
    'BreakerTripped',
    'BreakerCleared',
    'StrategyKilled',
    'StrategyReleased',
    'AccountKilled',
    'AccountReleased',
    'PeakReset',
    'RiskRulesSet',
    'RulesTookEffect',
    'SlippageBreached',
    'RulesUnevaluated',
  ],
  apply: (tx, batch) => upsertRows(tx, HISTORY_SHAPE, batch.map(historyRowOf)),
};

// The questions we ask of it

export type HistoryAsked = Paging & { readonly kind?: HistoryKind };

/** What happened to a strategy, and to the whole account it belongs to, newest first. */
export const stateHistoryOf = (
  database: DataSource,
  strategyId: StrategyId,
  { kind, ...paging }: HistoryAsked = {},
): Promise<Page<StateHistoryRow>> =>
  onePage(paging, ({ before, rowsMax }) =>
    database.query(
      `select * from (
         (${newest(`strategy_id = $1 and account_id = ${OWNER}`)})
         union all
         (${newest(`strategy_id is null and account_id = ${OWNER}`)})
       ) happened order by position desc limit $4`,
      [strategyId, before, kind ?? null, rowsMax],
    ),
  );

/** What happened to an account and all of its strategies, newest first. */
export const accountHistoryOf = (
  database: DataSource,
  accountId: AccountId,
  { kind, ...paging }: HistoryAsked = {},
): Promise<Page<StateHistoryRow>> =>
  onePage(paging, ({ before, rowsMax }) =>
    database.query(newest('account_id = $1'), [accountId, before, kind ?? null, rowsMax]),
  );

const newest = (condition: string): string =>
  `select * from risk_state_history
   where ${condition} and position < $2 and ($3::text is null or kind = $3)
   order by position desc limit $4`;
