/** Orders: what was signed, what became of it at the venue, and what it filled at which price. */
import {
  money,
  order,
  ORDER_FACTS,
  orderStatusAfter,
  type AccountId,
  type OrderStatus,
  type SignalId,
  type StrategyId,
} from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { ORDER_SHAPE, type OrderRow } from './rows/order-row.js';

export const orders: Projection<order.Event> = {
  name: 'executor--orders',
  version: 1,
  tables: ['orders'],
  on: ORDER_FACTS,
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.orderId))];
    const rows = new Map((await stored(tx, touched)).map((row) => [row.order_id, row]));
    for (const fact of batch) {
      const next = after(rows.get(fact.data.orderId), fact);
      if (next !== undefined) rows.set(fact.data.orderId, next);
    }
    await upsertRows(tx, ORDER_SHAPE, [...rows.values()]);
  },
};

// The question we ask of it

export async function orderOf(
  database: DataSource,
  orderId: string,
): Promise<OrderRow | undefined> {
  return (await stored(database.manager, [orderId]))[0];
}

/** Newest first, at most `limit`, those after the order a page ended with. */
export const ordersAsked = (
  database: DataSource,
  asked: {
    readonly accountId: AccountId;
    readonly strategyId?: StrategyId | undefined;
    readonly signalId?: SignalId | undefined;
    readonly status?: OrderStatus | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<OrderRow[]> =>
  database.query(
    `select * from orders
     where account_id = $1 and ($2::text is null or strategy_id = $2)
       and ($3::text is null or signal_id = $3) and ($4::text is null or status = $4)
       and ($5::uuid is null or (requested_at, order_id) <
         (select requested_at, order_id from orders where order_id = $5))
     order by requested_at desc, order_id desc limit $6`,
    [
      asked.accountId,
      asked.strategyId ?? null,
      asked.signalId ?? null,
      asked.status ?? null,
      asked.before ?? null,
      asked.limit,
    ],
  );

export type DoubtedRow = OrderRow & {
  readonly next_attempt_at: Date | null;
  readonly last_error: string | null;
};

/** Sent, or perhaps sent, and not answered; oldest first, with the next look at each. */
export const ordersInDoubt = (database: DataSource, accountId: AccountId): Promise<DoubtedRow[]> =>
  database.query(
    `select orders.*, pending_effects.next_attempt_at, pending_effects.last_error
     from orders left join pending_effects
       on pending_effects.effect = 'place_approved_order'
       and pending_effects.id = orders.signal_id
     where account_id = $1 and status in ('requested', 'unconfirmed')
     order by requested_at, order_id`,
    [accountId],
  );

const stored = (tx: EntityManager, orderIds: readonly string[]): Promise<OrderRow[]> =>
  tx.query('select * from orders where order_id = any($1::uuid[])', [orderIds]);

// How a fact changes a row

function after(before: OrderRow | undefined, fact: order.Event): OrderRow | undefined {
  const status = orderStatusAfter(before?.status, fact);
  if (status === undefined) return undefined;
  if (fact.type === 'OrderRequested') return { ...requested(fact), status };
  if (before === undefined) return undefined;

  const row = { ...before, status };
  const { at } = fact.data;
  switch (fact.type) {
    case 'OrderAccepted':
      return { ...row, venue_status: fact.data.venueStatus, accepted_at: row.accepted_at ?? at };
    case 'OrderRejected':
      return { ...row, reason: fact.data.reason, closed_at: at };
    case 'OrderUnconfirmed':
      return { ...row, reason: fact.data.detail };
    case 'OrderFilled': {
      const { shares, amountUsd, feeUsd } = fact.data;
      const wasRejected = before.status === 'rejected';
      return priced({
        ...row,
        closed_at: wasRejected ? null : row.closed_at,
        filled_shares: plus(row.filled_shares, shares),
        amount_usd: plus(row.amount_usd, amountUsd),
        fee_usd: plus(row.fee_usd, feeUsd),
      });
    }
    case 'FillConfirmed': {
      const { shares, amountUsd, feeUsd } = fact.data;
      const settled = order.moneyOf(fact.data);
      return priced({
        ...row,
        settled_shares: plus(row.settled_shares, shares),
        amount_usd: plus(row.amount_usd, settled.amountUsd - amountUsd),
        fee_usd: plus(row.fee_usd, settled.feeUsd - feeUsd),
      });
    }
    case 'FillFailed': {
      const { shares, amountUsd, feeUsd } = fact.data;
      return priced({
        ...row,
        failed_shares: plus(row.failed_shares, shares),
        amount_usd: plus(row.amount_usd, 0n - amountUsd),
        fee_usd: plus(row.fee_usd, 0n - feeUsd),
      });
    }
    case 'OrderClosed':
      return { ...row, reason: fact.data.reason, closed_at: at };
    case 'OrderCancelRequested':
      return row;
  }
}

/** The average over the fills that stand; none while nothing stands. */
function priced(row: OrderRow): OrderRow {
  const standing = money.shares(row.filled_shares) - money.shares(row.failed_shares);
  if (standing === 0n) return { ...row, avg_price: null };
  const average = (money.usd(row.amount_usd) * money.MICROS) / standing;
  return { ...row, avg_price: money.decimal(average) };
}

const plus = (total: string, change: bigint): string => money.decimal(money.usd(total) + change);

const requested = ({ data }: order.Requested): Omit<OrderRow, 'status'> => ({
  order_id: data.orderId,
  order_hash: data.orderHash,
  account_id: data.accountId,
  strategy_id: data.strategyId,
  signal_id: data.signalId,
  condition_id: data.conditionId,
  token_id: data.tokenId,
  side: data.side,
  order_type: data.orderType,
  limit_price: money.decimal(data.limitPrice),
  shares: money.decimal(data.shares),
  filled_shares: '0',
  settled_shares: '0',
  failed_shares: '0',
  amount_usd: '0',
  avg_price: null,
  fee_usd: '0',
  venue_status: null,
  reason: null,
  requested_at: data.at,
  accepted_at: null,
  closed_at: null,
});
