/** Orders: what was signed, what became of it at the venue, and what it filled at which price. */
import { money, ORDER_FACTS, orderStatusAfter, type order } from '@sluice/domain';
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
    case 'FillConfirmed':
      return { ...row, settled_shares: plus(row.settled_shares, fact.data.shares) };
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
