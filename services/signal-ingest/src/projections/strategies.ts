/** Strategies: which account each of them trades for. */
import type { account } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';

export const strategies: Projection<account.StrategyRegistered> = {
  name: 'signal-ingest--strategies',
  version: 1,
  tables: ['strategies'],
  on: ['StrategyRegistered'],
  apply: async (tx, batch) => {
    // A strategy never changes its account: whoever registered the name first has it.
    await tx.query(
      `insert into strategies (strategy_id, account_id, registered_at)
       select * from unnest($1::text[], $2::text[], $3::timestamptz[])
       on conflict (strategy_id) do nothing`,
      [
        batch.map(({ data }) => data.strategyId),
        batch.map(({ data }) => data.accountId),
        batch.map(({ data }) => data.at),
      ],
    );
  },
};
