/** Decisions: every approval and refusal, with each rule's value, limit, margin and verdict. */
import type { account, SignalId, StrategyId } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { DataSource } from 'typeorm';
import {
  DECISION_COLUMNS,
  decisionRowOf,
  type Decided,
  type DecisionRow,
} from './rows/decision-row.js';
import { onePage, type Page, type Paging } from './rows/page.js';
import { writableRow } from './rows/writable.js';

export type { DecisionRow } from './rows/decision-row.js';

export const riskDecisions: Projection<Decided> = {
  name: 'risk--risk-decisions',
  version: 2,
  tables: ['risk_decisions'],
  on: ['SignalApproved', 'SignalRefused'],
  apply: async (tx, batch) => {
    const rows = batch.map((fact) => writableRow(decisionRowOf(fact)));
    const columns = Object.entries(DECISION_COLUMNS);
    const names = Object.keys(DECISION_COLUMNS) as (keyof typeof DECISION_COLUMNS)[];
    // A signal is decided once: the first decision stands.
    await tx.query(
      `insert into risk_decisions (${names.join(', ')})
       select * from unnest(${columns.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
       on conflict (signal_id) do nothing`,
      names.map((name) => rows.map((row) => row[name])),
    );
  },
};

// The questions we ask of it

export async function decisionOf(
  database: DataSource,
  signalId: SignalId,
): Promise<DecisionRow | undefined> {
  const rows: DecisionRow[] = await database.query(
    'select * from risk_decisions where signal_id = $1',
    [signalId],
  );
  return rows[0];
}

export type DecisionsAsked = Paging & {
  readonly decision?: DecisionRow['decision'];
  /** Only refusals that name this rule. */
  readonly code?: account.RefusalCode;
};

/** What was decided on a strategy's signals, newest first. */
export const decisionsOf = (
  database: DataSource,
  strategyId: StrategyId,
  { decision, code, ...paging }: DecisionsAsked = {},
): Promise<Page<DecisionRow>> =>
  onePage(paging, ({ before, rowsMax }) =>
    database.query(
      `select * from risk_decisions
       where strategy_id = $1 and position < $2
         and ($3::text is null or decision = $3) and ($4::text is null or code = $4)
       order by position desc limit $5`,
      [strategyId, before, decision ?? null, code ?? null, rowsMax],
    ),
  );

/** What became of its last signal; undefined when none ever came. */
export async function lastDecisionOf(
  database: DataSource,
  strategyId: StrategyId,
): Promise<DecisionRow | undefined> {
  const { rows } = await decisionsOf(database, strategyId, { limit: 1 });
  return rows[0];
}
