/** Risk state: each strategy, its limits, and where it stands, as the account's facts leave it. */
import type { account, AccountId, StrategyId } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { Ledger, Recorded } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import { ACCOUNT_FACTS } from './fold/account-facts.js';
import { accountFolds } from './fold/account-folds.js';
import { concernedBy, type RulesInForce } from './fold/strategy-record.js';
import { writeRules, type RiskRulesRow } from './rows/rules-row.js';
import { stateRowOf, writeState, type RiskStateRow, type StateToWrite } from './rows/state-row.js';
import { writeStrategies } from './rows/strategy-row.js';

export type { RiskRulesRow } from './rows/rules-row.js';
export type { RiskStateRow } from './rows/state-row.js';

/** One projection, because rules and state name the strategy they belong to. */
export function riskState(ledger: Pick<Ledger, 'load'>): Projection<account.Event> {
  const folds = accountFolds(ledger);
  return {
    name: 'risk--risk-state',
    version: 2,
    tables: ['lt_strategies', 'lt_risk_rules', 'lt_risk_state'],
    on: ACCOUNT_FACTS,
    apply: async (tx, batch) => {
      await writeStrategies(
        tx,
        batch.filter((fact) => fact.type === 'StrategyRegistered'),
      );
      const rules: RulesInForce[] = [];
      const rows: StateToWrite[] = [];
      for (const [accountId, facts] of byAccount(batch)) {
        const fold = await folds.after(accountId, facts);
        const concerned = new Set(facts.flatMap((fact) => concernedBy(fact, fold.state)));
        rows.push(...[...concerned].flatMap((id) => stateRowOf(accountId, id, fold) ?? []));
        const changed = new Set(facts.flatMap(newRulesOf));
        rules.push(...[...changed].flatMap((id) => fold.records.get(id)?.rules ?? []));
      }
      await writeRules(tx, rules);
      await writeState(tx, rows);
    },
  };
}

// The questions we ask of it

export async function riskStateOf(
  database: DataSource,
  strategyId: StrategyId,
): Promise<RiskStateRow | undefined> {
  const rows: RiskStateRow[] = await database.query(
    'select * from lt_risk_state where strategy_id = $1',
    [strategyId],
  );
  return rows[0];
}

/** The rules in force; undefined while none are. */
export async function riskRulesOf(
  database: DataSource,
  strategyId: StrategyId,
): Promise<RiskRulesRow | undefined> {
  const rows: RiskRulesRow[] = await database.query(
    'select * from lt_risk_rules where strategy_id = $1',
    [strategyId],
  );
  return rows[0];
}

// How the facts of a batch are sorted

function newRulesOf(fact: account.Event): readonly StrategyId[] {
  const isNew = fact.type === 'RiskRulesSet' || fact.type === 'RulesTookEffect';
  return isNew ? [fact.data.strategyId] : [];
}

function byAccount(
  batch: readonly Recorded<account.Event>[],
): ReadonlyMap<AccountId, readonly Recorded<account.Event>[]> {
  const facts = new Map<AccountId, Recorded<account.Event>[]>();
  for (const fact of batch) {
    const { data } = fact;
    const accountId = 'accountId' in data ? data.accountId : data.signal.accountId;
    const known = facts.get(accountId);
    if (known === undefined) facts.set(accountId, [fact]);
    else known.push(fact);
  }
  return facts;
}
