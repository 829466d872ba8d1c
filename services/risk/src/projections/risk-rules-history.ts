/** Rules history: every version of a strategy's limits, who set it and why, and when it took effect. */
import type { account, StrategyId } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';
import type { Recorded } from '@sluice/ports';
import type { DataSource, EntityManager } from 'typeorm';
import { onePage, type Page, type Paging } from './rows/page.js';
import type { ReadRow } from './rows/read-row.js';
import { rulesInColumns, type RulesInColumns } from './rows/rules-words.js';
import { OWNER } from './rows/strategy-row.js';
import { jsonOf, writableRow } from './rows/writable.js';

export const riskRulesHistory: Projection<account.RiskRulesSet | account.RulesTookEffect> = {
  name: 'risk--risk-rules-history',
  version: 1,
  tables: ['risk_rules_history'],
  on: ['RiskRulesSet', 'RulesTookEffect'],
  apply: async (tx, batch) => {
    // Rules are set before they take effect, so all of them are there before any does.
    const set = batch.filter((fact) => fact.type === 'RiskRulesSet');
    await upsertRows(tx, SHAPE, set.map(rowOf));
    await takeEffect(
      tx,
      batch.filter((fact) => fact.type === 'RulesTookEffect'),
    );
  },
};

// The question we ask of it

/** Newest first. A version that a newer one replaced in time never took effect. */
export const rulesHistoryOf = (
  database: DataSource,
  strategyId: StrategyId,
  paging: Paging = {},
): Promise<Page<RulesHistoryRow>> =>
  onePage(paging, ({ before, rowsMax }) =>
    database.query(
      `select * from risk_rules_history
       where strategy_id = $1 and account_id = ${OWNER} and position < $2
       order by position desc limit $3`,
      [strategyId, before, rowsMax],
    ),
  );

// The rows

async function takeEffect(
  tx: EntityManager,
  facts: readonly account.RulesTookEffect[],
): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(
    `update risk_rules_history h set took_effect_at = t.at
     from unnest($1::text[], $2::text[], $3::integer[], $4::timestamptz[])
       as t (account_id, strategy_id, version, at)
     where h.account_id = t.account_id and h.strategy_id = t.strategy_id and h.version = t.version`,
    [
      facts.map(({ data }) => data.accountId),
      facts.map(({ data }) => data.strategyId),
      facts.map(({ data }) => data.version),
      facts.map(({ data }) => data.at),
    ],
  );
}

const rowOf = ({ data, position }: Recorded<account.RiskRulesSet>) =>
  writableRow({
    account_id: data.accountId,
    strategy_id: data.strategyId,
    version: data.version,
    by: data.by,
    why: data.why,
    at: data.at,
    effective_at: data.effectiveAt ?? data.at,
    took_effect_at: data.effectiveAt === undefined ? data.at : null,
    rules: jsonOf(rulesInColumns(data.rules)),
    position: String(position),
  });

const COLUMNS = {
  account_id: 'text',
  strategy_id: 'text',
  version: 'integer',
  by: 'text',
  why: 'text',
  at: 'timestamptz',
  effective_at: 'timestamptz',
  took_effect_at: 'timestamptz',
  rules: 'jsonb',
  position: 'bigint',
} as const;

const SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'risk_rules_history',
  key: ['account_id', 'strategy_id', 'version'],
  columns: COLUMNS,
};

export type RulesHistoryRow = ReadRow<
  typeof COLUMNS,
  'took_effect_at',
  { readonly rules: RulesInColumns }
>;
