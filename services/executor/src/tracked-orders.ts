/** The executor's own list of orders that are not finished: what it must follow and reconcile. */
import type { AccountId, ConditionId, Instant, SignalId, TokenId, OrderType } from '@sluice/domain';
import type { DataSource } from 'typeorm';

export type TrackedOrder = {
  readonly orderId: string;
  readonly accountId: AccountId;
  readonly signalId: SignalId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly orderHash: string;
  readonly orderType: OrderType;
  readonly requestedAt: Instant;
  /** Still open at the venue, or perhaps. Otherwise only fills are waited for. */
  readonly open: boolean;
};

/** Unfinished orders of one reconciliation at most; the rest has its turn in the next. */
export const TRACKED_MAX = 1_000;

const COLUMNS = `order_id as "orderId", account_id as "accountId", signal_id as "signalId",
  condition_id as "conditionId", token_id as "tokenId", order_hash as "orderHash",
  order_type as "orderType", requested_at as "requestedAt",
  status in ('requested', 'unconfirmed', 'live') as "open"`;

/** Orders that are open or have fills without a final settlement, oldest first. */
export function unfinishedOrders(
  database: DataSource,
  accountId: AccountId,
): Promise<TrackedOrder[]> {
  return database.query(
    `select ${COLUMNS} from tracked_orders
     where account_id = $1
       and (status in ('requested', 'unconfirmed', 'live') or unsettled_fills > 0)
     order by requested_at, order_id limit ${TRACKED_MAX}`,
    [accountId],
  );
}

export async function orderByHash(
  database: DataSource,
  orderHash: string,
): Promise<TrackedOrder | undefined> {
  const rows: TrackedOrder[] = await database.query(
    `select ${COLUMNS} from tracked_orders where order_hash = $1`,
    [orderHash],
  );
  return rows[0];
}
