/** The executor's own list of orders that are not finished: what it must follow and reconcile. */
import type {
  AccountId,
  ConditionId,
  Instant,
  OrderType,
  Side,
  SignalId,
  StrategyId,
  TokenId,
} from '@sluice/domain';
import type { DataSource } from 'typeorm';

export type TrackedOrder = {
  readonly orderId: string;
  readonly accountId: AccountId;
  readonly signalId: SignalId;
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly orderHash: string;
  readonly orderType: OrderType;
  readonly requestedAt: Instant;
  /** Still open at the venue, or perhaps. Otherwise only fills are waited for. */
  readonly open: boolean;
  /** The venue is known to have taken it, and its end is not a fact. */
  readonly live: boolean;
};

/** Unfinished orders of one reconciliation at most; the rest has its turn in the next. */
export const TRACKED_MAX = 1_000;

const COLUMNS = `order_id as "orderId", account_id as "accountId", signal_id as "signalId",
  strategy_id as "strategyId", condition_id as "conditionId", token_id as "tokenId", side,
  order_hash as "orderHash",
  order_type as "orderType", requested_at as "requestedAt",
  status in ('requested', 'unconfirmed', 'live') as "open", status = 'live' as "live"`;

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

/** Every order of an account, or of one strategy of it, that the venue may hold, oldest first. */
export function openOrdersOf(
  database: DataSource,
  {
    accountId,
    strategyId,
  }: {
    readonly accountId: AccountId;
    /** Empty for all of them. */
    readonly strategyId: StrategyId;
  },
): Promise<TrackedOrder[]> {
  return database.query(
    `select ${COLUMNS} from tracked_orders
     where account_id = $1 and ($2 = '' or strategy_id = $2)
       and status in ('requested', 'unconfirmed', 'live')
     order by requested_at, order_id`,
    [accountId, strategyId],
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

/** Those of the hashes that are orders of ours, by hash. */
export async function ordersByHash(
  database: DataSource,
  orderHashes: readonly string[],
): Promise<ReadonlyMap<string, TrackedOrder>> {
  if (orderHashes.length === 0) return new Map();
  const rows: TrackedOrder[] = await database.query(
    `select ${COLUMNS} from tracked_orders where order_hash = any($1)`,
    [orderHashes],
  );
  return new Map(rows.map((row) => [row.orderHash, row]));
}
