/** Decisions: every approval and refusal, with each rule's value, limit and verdict. */
import { money, type account, type SignalId } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { Recorded } from '@sluice/ports';
import type { DataSource } from 'typeorm';
import { checkForReaders, quoteForReaders } from './rows/decision-words.js';

type Decided = account.SignalApproved | account.SignalRefused;

export const riskDecisions: Projection<Decided> = {
  name: 'risk--risk-decisions',
  version: 1,
  tables: ['risk_decisions'],
  on: ['SignalApproved', 'SignalRefused'],
  apply: async (tx, batch) => {
    const rows = batch.map(rowOf);
    // A signal is decided once: the first decision stands.
    await tx.query(
      `insert into risk_decisions (${COLUMNS.map(([name]) => name).join(', ')})
       select * from unnest(${COLUMNS.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
       on conflict (signal_id) do nothing`,
      COLUMNS.map(([name]) => rows.map((row) => row[name])),
    );
  },
};

// The question we ask of it

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

// The row

export type DecisionRow = ReturnType<typeof rowOf>;

function rowOf(fact: Recorded<Decided>) {
  const { decision, at } = fact.data;
  const verdict = fact.type === 'SignalApproved' ? approved(fact) : refused(fact);
  const wish = fact.type === 'SignalApproved' ? fact.data : fact.data.signal;
  return {
    signal_id: wish.signalId,
    strategy_id: wish.strategyId,
    account_id: wish.accountId,
    condition_id: wish.conditionId,
    token_id: wish.tokenId,
    side: wish.side,
    limit_price: money.decimal(wish.limitPrice),
    size_usd: money.decimal(wish.sizeUsd),
    ...verdict,
    rules_version: decision.rulesVersion,
    checks: JSON.stringify(decision.checks.map(checkForReaders)),
    quote: decision.quote === undefined ? null : JSON.stringify(quoteForReaders(decision.quote)),
    decided_at: at,
    position: String(fact.position),
  };
}

const approved = ({ data }: account.SignalApproved) => ({
  decision: 'approved',
  code: null,
  sentence: null,
  shares: money.decimal(data.shares),
  reserved_usd: money.decimal(data.reservedUsd),
});

const refused = ({ data }: account.SignalRefused) => ({
  decision: 'refused',
  code: data.code,
  sentence: data.sentence,
  shares: null,
  reserved_usd: null,
});

const COLUMNS: readonly (readonly [keyof DecisionRow, string])[] = [
  ['signal_id', 'text'],
  ['strategy_id', 'text'],
  ['account_id', 'text'],
  ['condition_id', 'text'],
  ['token_id', 'text'],
  ['side', 'text'],
  ['limit_price', 'numeric'],
  ['decision', 'text'],
  ['code', 'text'],
  ['sentence', 'text'],
  ['size_usd', 'numeric'],
  ['shares', 'numeric'],
  ['reserved_usd', 'numeric'],
  ['rules_version', 'integer'],
  ['checks', 'jsonb'],
  ['quote', 'jsonb'],
  ['decided_at', 'timestamptz'],
  ['position', 'bigint'],
];
