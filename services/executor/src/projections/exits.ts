/**
 * Exits: what each strategy may sell of each outcome, at which prices it would, and how far the way
 * out is; with the rules, kills and market terms that decide it.
 */
import type { AccountId } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { EXIT_SHAPE, type ExitRow } from '../exits/exit-row.js';
import { EXIT_RULES_SHAPE, type ExitRulesRow } from '../exits/exit-rules-row.js';
import {
  EXIT_FACTS,
  EXIT_MARKET_SHAPE,
  exitKey,
  heldExit,
  isOpen,
  noExitTables,
  rulesKey,
  take,
  termsOf,
  type ExitMarketRow,
  type ExitTables,
  type ExitTablesFact,
} from '../exits/exit-tables.js';
import type { OpenExit } from '../exits/open-exit.js';
import { paidShares } from '../paid-shares.js';

export const exits: Projection<ExitTablesFact> = {
  name: 'executor--exits',
  version: 2,
  tables: ['exits', 'exit_rules', 'exit_markets'],
  on: EXIT_FACTS,
  apply: async (tx, batch) => {
    const tables = await stored(tx, {
      tokens: batch.flatMap(tokensOf),
      accounts: batch.flatMap(({ data }) => ('accountId' in data ? [data.accountId] : [])),
      conditions: batch.flatMap(({ data }) => ('conditionId' in data ? [data.conditionId] : [])),
    });
    for (const fact of batch) take(tables, fact);
    await upsertRows(tx, EXIT_SHAPE, [...tables.exits.values()]);
    await upsertRows(tx, EXIT_RULES_SHAPE, [...tables.rules.values()]);
    await upsertRows(tx, EXIT_MARKET_SHAPE, [...tables.markets.values()]);
  },
};

// The question we ask of it

/** What an account holds or is leaving, with everything its way out depends on. */
export async function openExits(
  database: DataSource,
  accountId: AccountId,
): Promise<readonly OpenExit[]> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const rows: ExitRow[] = await tx.query(
      `select * from exits where account_id = $1
         and (state = 'exiting' or settled_shares + provisional_shares > 0)
       order by strategy_id, token_id`,
      [accountId],
    );
    if (rows.length === 0) return [];
    const tables = noExitTables();
    await readTerms(tx, tables, {
      accounts: [accountId],
      conditions: rows.map(({ condition_id }) => condition_id),
    });
    return rows.filter(isOpen).map((row) => ({ row, held: heldExit(row, termsOf(row, tables)) }));
  });
}

// How the rows of a batch are found

type Wanted = {
  readonly tokens: readonly { readonly accountId: AccountId; readonly tokenId: string }[];
  readonly accounts: readonly AccountId[];
  readonly conditions: readonly string[];
};

/** A payout is about the positions of every strategy that holds the outcome. */
function tokensOf(fact: ExitTablesFact): Wanted['tokens'] {
  switch (fact.type) {
    case 'RedemptionConfirmed':
    case 'RedemptionFoundElsewhere':
    case 'LossConfirmed':
    case 'WalletActionConfirmed':
      return paidShares(fact);
    default:
      return 'tokenId' in fact.data ? [fact.data] : [];
  }
}

async function stored(tx: EntityManager, wanted: Wanted): Promise<ExitTables> {
  const tables = noExitTables();
  const { tokens } = wanted;
  const rows: ExitRow[] = await tx.query(
    `select * from exits
     where (account_id, token_id) in (select * from unnest($1::text[], $2::text[]))`,
    [tokens.map(({ accountId }) => accountId), tokens.map(({ tokenId }) => tokenId)],
  );
  for (const row of rows) {
    const { account_id: accountId, strategy_id: strategyId, token_id: tokenId } = row;
    tables.exits.set(exitKey({ accountId, strategyId, tokenId }), row);
  }
  await readTerms(tx, tables, wanted);
  return tables;
}

async function readTerms(
  tx: EntityManager,
  { rules, markets }: ExitTables,
  { accounts, conditions }: Pick<Wanted, 'accounts' | 'conditions'>,
): Promise<void> {
  const rulesRows: ExitRulesRow[] = await tx.query(
    'select * from exit_rules where account_id = any($1::text[])',
    [accounts],
  );
  for (const row of rulesRows) rules.set(rulesKey(row.account_id, row.strategy_id), row);
  const marketRows: ExitMarketRow[] = await tx.query(
    'select * from exit_markets where condition_id = any($1::text[])',
    [conditions],
  );
  for (const row of marketRows) markets.set(row.condition_id, row);
}
