/** What the account bought of each condition, and whether any of it is still unsettled. */
import { money, type AccountId, type ConditionId, type TokenId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

type Which = { readonly accountId: AccountId; readonly conditionId: ConditionId };

export type HeldCondition = {
  readonly tokenIds: readonly TokenId[];
  /** Open orders and fills without a final settlement: more may still arrive. */
  readonly unsettled: number;
};

/** Undefined when the account never filled an order in this condition. */
export async function heldCondition(
  database: DataSource,
  { accountId, conditionId }: Which,
): Promise<HeldCondition | undefined> {
  const rows: { token_id: string; unsettled: string }[] = await database.query(
    `select token_id, sum(case when open then 1 else 0 end + unsettled_fills) as unsettled
     from held_orders where account_id = $1 and condition_id = $2
     group by token_id order by token_id`,
    [accountId, conditionId],
  );
  if (rows.length === 0) return undefined;
  return {
    tokenIds: rows.map(({ token_id }) => token_id),
    unsettled: rows.reduce((total, { unsettled }) => total + Number(unsettled), 0),
  };
}

/** What our settled fills say the account holds of each outcome. */
export async function heldShares(
  database: DataSource,
  { accountId, conditionId }: Which,
): Promise<ReadonlyMap<TokenId, money.MicroShares>> {
  const rows: { token_id: string; shares: string }[] = await database.query(
    `select token_id,
       sum(case side when 'BUY' then settled_shares else -settled_shares end)::text as shares
     from redeemable_orders where account_id = $1 and condition_id = $2 group by token_id`,
    [accountId, conditionId],
  );
  return new Map(
    rows
      .filter(({ shares }) => !shares.startsWith('-'))
      .map(({ token_id, shares }) => [token_id, money.shares(shares)]),
  );
}
