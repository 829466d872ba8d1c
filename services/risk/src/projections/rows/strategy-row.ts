/** Strategies as registered: whoever registers a name first has it, in one account for ever. */
import { money, type account, type AccountId, type StrategyId } from '@sluice/domain';
import type { EntityManager } from 'typeorm';
import { writable } from './writable.js';

export async function writeStrategies(
  tx: EntityManager,
  facts: readonly account.StrategyRegistered[],
): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(
    `insert into lt_strategies (strategy_id, account_id, capital_usd, registered_by, registered_at)
     select * from unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $5::timestamptz[])
     on conflict (strategy_id) do nothing`,
    [
      facts.map(({ data }) => data.strategyId),
      facts.map(({ data }) => data.accountId),
      facts.map(({ data }) => money.decimal(data.capitalUsd)),
      facts.map(({ data }) => writable(data.by)),
      facts.map(({ data }) => data.at),
    ],
  );
}

/** Another account's facts about a strategy's name change nothing. */
export async function ownedRows<
  Row extends { readonly strategy_id: StrategyId; readonly account_id: AccountId },
>(tx: EntityManager, rows: readonly Row[]): Promise<readonly Row[]> {
  if (rows.length === 0) return rows;
  const found: { strategy_id: StrategyId; account_id: AccountId }[] = await tx.query(
    'select strategy_id, account_id from lt_strategies where strategy_id = any($1)',
    [rows.map(({ strategy_id }) => strategy_id)],
  );
  const owners = new Map(found.map(({ strategy_id, account_id }) => [strategy_id, account_id]));
  return rows.filter((row) => owners.get(row.strategy_id) === row.account_id);
}

/** The account that owns the strategy whose id is the query's first parameter. */
export const OWNER = '(select account_id from lt_strategies where strategy_id = $1)';
