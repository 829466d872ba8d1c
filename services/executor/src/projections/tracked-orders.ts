/** Tracked orders: what the executor must follow at the venue, and until when. */
import { ORDER_FACTS, orderStatusAfter, type order, type OrderStatus } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';

/** The questions we ask of it are in `../tracked-orders.ts`. */
export const trackedOrders: Projection<order.Event> = {
  name: 'executor--tracked-orders',
  version: 1,
  tables: ['tracked_orders'],
  on: ORDER_FACTS,
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.orderId))];
    const stored: TrackedRow[] = await tx.query(
      'select * from tracked_orders where order_id = any($1)',
      [touched],
    );
    const rows = new Map(stored.map((row) => [row.order_id, row]));
    for (const fact of batch) {
      const next = after(rows.get(fact.data.orderId), fact);
      if (next !== undefined) rows.set(fact.data.orderId, next);
    }
    await upsertRows(tx, SHAPE, [...rows.values()]);
  },
};

function after(row: TrackedRow | undefined, fact: order.Event): TrackedRow | undefined {
  const status = orderStatusAfter(row?.status, fact);
  if (status === undefined) return undefined;
  if (fact.type === 'OrderRequested') return { ...requested(fact), status };
  if (row === undefined) return undefined;
  return { ...row, status, unsettled_fills: row.unsettled_fills + UNSETTLED[fact.type] };
}

/** How each fact changes the number of fills whose settlement is not final. */
const UNSETTLED: Readonly<Record<order.Event['type'], number>> = {
  OrderRequested: 0,
  OrderAccepted: 0,
  OrderRejected: 0,
  OrderUnconfirmed: 0,
  OrderFilled: 1,
  FillConfirmed: -1,
  FillFailed: -1,
  OrderClosed: 0,
  OrderCancelRequested: 0,
};

const requested = ({ data }: order.Requested) => ({
  order_id: data.orderId,
  account_id: data.accountId,
  signal_id: data.signalId,
  strategy_id: data.strategyId,
  condition_id: data.conditionId,
  token_id: data.tokenId,
  side: data.side,
  order_hash: data.orderHash,
  order_type: data.orderType,
  unsettled_fills: 0,
  requested_at: data.at,
});

// The row

type TrackedRow = Omit<ReturnType<typeof requested>, 'requested_at'> & {
  readonly status: OrderStatus;
  readonly requested_at: Date | string;
};

const SHAPE: RowShape<keyof TrackedRow> = {
  table: 'tracked_orders',
  key: ['order_id'],
  columns: {
    order_id: 'text',
    account_id: 'text',
    signal_id: 'text',
    strategy_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    order_hash: 'text',
    order_type: 'text',
    status: 'text',
    unsettled_fills: 'integer',
    requested_at: 'timestamptz',
  },
};
