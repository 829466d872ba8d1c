/** Which account each strategy trades for, as this service's own table tells it. */
import type { AccountId, StrategyId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

const REMEMBERED_MAX = 20_000;

/** A strategy never changes its account, so what was found once is remembered. */
export function strategyAccounts(
  database: DataSource,
  readLevel: () => Promise<void>,
): (strategyId: StrategyId) => Promise<AccountId | undefined> {
  const known = new Map<StrategyId, AccountId>();
  const find = async (strategyId: StrategyId): Promise<AccountId | undefined> => {
    const rows: { account_id: AccountId }[] = await database.query(
      'select account_id from strategies where strategy_id = $1',
      [strategyId],
    );
    return rows[0]?.account_id;
  };

  return async (strategyId) => {
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
  };
}
