/** Which account each strategy trades for, as this service's own table tells it. */
import type { AccountId, StrategyId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

const REMEMBERED_MAX = 20_000;

/** A strategy never changes its account, so what was found once is remembered. */
export function strategyAccounts(
  database: DataSource,
): (strategyId: StrategyId) => Promise<AccountId | undefined> {
  const known = new Map<StrategyId, AccountId>();

  return async (strategyId) => {
    const remembered = known.get(strategyId);
    if (remembered !== undefined) return remembered;
    const rows: { account_id: AccountId }[] = await database.query(
      'select account_id from strategies where strategy_id = $1',
      [strategyId],
    );
    const accountId = rows[0]?.account_id;
    if (accountId !== undefined && known.size < REMEMBERED_MAX) known.set(strategyId, accountId);
    return accountId;
  };
}
