/** Strategies as registered: whoever registers a name first has it, in one account for ever. */
import { money, type account } from '@sluice/domain';
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
