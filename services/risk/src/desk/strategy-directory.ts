/** Which account each strategy belongs to, as this service's own table tells it. */
import type { AccountId, StrategyId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

export type StrategyPlace = { readonly strategyId: StrategyId; readonly accountId: AccountId };

export type StrategyDirectory = {
  /** The account that has a strategy, as of everything on the ledger now; undefined for none. */
  accountOf(strategyId: StrategyId): Promise<AccountId | undefined>;
  /** Strategies in the order of their names, of one account or of all. */
  list(page: {
    readonly accountId?: AccountId | undefined;
    readonly after: StrategyId;
    readonly limit: number;
  }): Promise<readonly StrategyPlace[]>;
};

const REMEMBERED_MAX = 20_000;

/** `readLevel` resolves when the table holds everything that is on the ledger now. */
export function strategyDirectory(
  database: Pick<DataSource, 'query'>,
  readLevel: () => Promise<void>,
): StrategyDirectory {
  // A strategy never changes its account, so what was found once is remembered.
  const known = new Map<StrategyId, AccountId>();

  const find = async (strategyId: StrategyId): Promise<AccountId | undefined> => {
    const rows: { account_id: AccountId }[] = await database.query(
      'select account_id from lt_strategies where strategy_id = $1',
      [strategyId],
    );
    return rows[0]?.account_id;
  };

  return {
    accountOf: async (strategyId) => {
      const remembered = known.get(strategyId);
      if (remembered !== undefined) return remembered;
      let accountId = await find(strategyId);
      if (accountId === undefined) {
        // Registered a moment ago, perhaps: a refusal must not rest on a table that lags.
        await readLevel();
        accountId = await find(strategyId);
      }
      if (accountId !== undefined && known.size < REMEMBERED_MAX) known.set(strategyId, accountId);
      return accountId;
    },
    list: async ({ accountId, after, limit }) => {
      const rows: { strategy_id: StrategyId; account_id: AccountId }[] = await database.query(
        `select strategy_id, account_id from lt_strategies
         where strategy_id > $1 and ($2::text is null or account_id = $2)
         order by strategy_id limit $3`,
        [after, accountId ?? null, limit],
      );
      return rows.map(({ strategy_id, account_id }) => ({
        strategyId: strategy_id,
        accountId: account_id,
      }));
    },
  };
}

/** Every account with a strategy, as the table has it. */
export async function accountsIn(
  database: Pick<DataSource, 'query'>,
): Promise<readonly AccountId[]> {
  const rows: { account_id: AccountId }[] = await database.query(
    'select distinct account_id from lt_strategies order by account_id',
  );
  return rows.map(({ account_id }) => account_id);
}
