/** Strategies as registered: whoever registers a name first has it, in one account for ever. */
import { money, type account, type AccountId, type StrategyId } from '@sluice/domain';
import type { EntityManager } from 'typeorm';

export async function writeStrategies(
  tx: EntityManager,
  facts: readonly account.StrategyRegistered[],
): Promise<void> {
  await tx.query(
    `insert into lt_strategies (strategy_id, account_id, capital_usd, registered_by, registered_at)
     select * from unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $5::timestamptz[])
     on conflict (strategy_id) do nothing`,
    [
      facts.map(({ data }) => data.strategyId),
      facts.map(({ data }) => data.accountId),
      facts.map(({ data }) => money.decimal(data.capitalUsd)),
      facts.map(({ data }) => data.by),
      facts.map(({ data }) => data.at),
    ],
  );
}

export type Owners = ReadonlyMap<StrategyId, AccountId>;

/** Another account's facts about a strategy's name change nothing. */
export async function ownersOf(tx: EntityManager, ids: readonly StrategyId[]): Promise<Owners> {
  const rows: { strategy_id: StrategyId; account_id: AccountId }[] = await tx.query(
    'select strategy_id, account_id from lt_strategies where strategy_id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ strategy_id, account_id }) => [strategy_id, account_id]));
}
