/** Fills: every match of our orders, and whether the chain settled it. */
import { money, order } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';
import type { DataSource } from 'typeorm';

type Event = order.Filled | order.FillConfirmed | order.FillFailed;

export const fills: Projection<Event> = {
  name: 'executor--fills',
  version: 1,
  tables: ['fills'],
  on: ['OrderFilled', 'FillConfirmed', 'FillFailed'],
  apply: async (tx, batch) => {
    const filled = batch.filter((fact) => fact.type === 'OrderFilled');
    const settled = batch.filter((fact) => fact.type !== 'OrderFilled');
    // A fill is a fact before its settlement is, so all of them are there before any is settled.
    await upsertRows(tx, SHAPE, filled.map(rowOf));
    await tx.query(
      `update fills set settlement = s.settlement, transaction_hash = s.transaction_hash,
         reason = s.reason, settled_at = s.settled_at, amount_usd = s.amount_usd, fee_usd = s.fee_usd
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
           $7::numeric[], $8::numeric[])
         as s (order_id, trade_id, settlement, transaction_hash, reason, settled_at, amount_usd, fee_usd)
       where fills.order_id = s.order_id and fills.trade_id = s.trade_id`,
      [
        settled.map(({ data }) => data.orderId),
        settled.map(({ data }) => data.tradeId),
        settled.map(({ type }) => (type === 'FillConfirmed' ? 'confirmed' : 'failed')),
        settled.map(({ type, data }) => (type === 'FillConfirmed' ? data.transactionHash : null)),
        settled.map(({ type, data }) => (type === 'FillFailed' ? data.reason : null)),
        settled.map(({ data }) => data.at),
        settled.map(({ data }) => money.decimal(order.moneyOf(data).amountUsd)),
        settled.map(({ data }) => money.decimal(order.moneyOf(data).feeUsd)),
      ],
    );
  },
};

// The question we ask of it

export const fillsOf = (database: DataSource, orderId: string): Promise<FillRow[]> =>
  database.query('select * from fills where order_id = $1 order by filled_at, trade_id', [orderId]);

// The row

const SHAPE = {
  table: 'fills',
  key: ['order_id', 'trade_id'],
  columns: {
    order_id: 'uuid',
    trade_id: 'text',
    shares: 'numeric',
    price: 'numeric',
    amount_usd: 'numeric',
    fee_usd: 'numeric',
    settlement: 'text',
    transaction_hash: 'text',
    reason: 'text',
    filled_at: 'timestamptz',
    settled_at: 'timestamptz',
  },
} as const satisfies RowShape<string>;

export type FillRow = Readonly<Record<keyof (typeof SHAPE)['columns'], unknown>>;

const rowOf = ({ data }: order.Filled): FillRow => ({
  order_id: data.orderId,
  trade_id: data.tradeId,
  shares: money.decimal(data.shares),
  price: money.decimal(data.price),
  amount_usd: money.decimal(data.amountUsd),
  fee_usd: money.decimal(data.feeUsd),
  settlement: 'provisional',
  transaction_hash: null,
  reason: null,
  filled_at: data.at,
  settled_at: null,
});
