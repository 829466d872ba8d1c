/** What the account bought of each condition, and whether any of it is still unsettled. */
import type { ConditionId, TokenId } from '@sluice/domain';
import type { DataSource } from 'typeorm';

export type HeldCondition = {
  readonly tokenIds: readonly TokenId[];
  /** Open orders and fills without a final settlement: more may still arrive. */
  readonly unsettled: number;
};

/** Undefined when the account never filled an order in this condition. */
export async function heldCondition(
  database: DataSource,
  conditionId: ConditionId,
): Promise<HeldCondition | undefined> {
  const rows: { token_id: string; unsettled: string }[] = await database.query(
    `select token_id, sum(case when open then 1 else 0 end + unsettled_fills) as unsettled
     from held_orders where condition_id = $1 group by token_id order by token_id`,
    [conditionId],
  );
  if (rows.length === 0) return undefined;
  return {
    tokenIds: rows.map(({ token_id }) => token_id),
    unsettled: rows.reduce((total, { unsettled }) => total + Number(unsettled), 0),
  };
}
