/** Risk state: each strategy, its limits, and where it stands, as the account's facts leave it. */
import type { account, AccountId, StrategyId } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { Ledger, Recorded } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import { accountFolds } from './fold/account-folds.js';
import { concernedBy } from './fold/strategy-record.js';
import { writeRules } from './rows/rules-row.js';
import { stateRowOf, writeState, type RiskStateRow } from './rows/state-row.js';
import { writeStrategies } from './rows/strategy-row.js';

/** One projection, because rules and state name the strategy they belong to. */
export function riskState(ledger: Pick<Ledger, 'load'>): Projection<account.Event> {
  const folds = accountFolds(ledger);
  return {
    name: 'risk--risk-state',
    version: 1,
    tables: ['lt_strategies', 'lt_risk_rules', 'lt_risk_state'],
    // Every fact of an account: the fold must miss none.
    on: [
      'StrategyRegistered',
      'RiskRulesSet',
      'SignalApproved',
      'SignalRefused',
      'ReservationReleased',
      'ExposureOpened',
      'ExposureSettled',
      'ExposureClosed',
      'FillReversed',
      'AccountKilled',
      'AccountReleased',
    ],
    apply: async (tx, batch) => {
      await writeStrategies(
        tx,
        batch.filter((fact) => fact.type === 'StrategyRegistered'),
      );
      await writeRules(
        tx,
        batch.filter((fact) => fact.type === 'RiskRulesSet'),
      );
      const rows: RiskStateRow[] = [];
      for (const [accountId, facts] of byAccount(batch)) {
        const fold = await folds.after(accountId, facts);
        const concerned = new Set(facts.flatMap((fact) => concernedBy(fact, fold.state)));
        rows.push(...[...concerned].flatMap((id) => stateRowOf(accountId, id, fold) ?? []));
      }
      await writeState(tx, rows);
    },
  };
}

// The question we ask of it

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
