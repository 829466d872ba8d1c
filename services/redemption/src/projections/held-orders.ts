/** Held orders: what was ordered of each condition, and what of it may still fill or settle. */
import { ORDER_FACTS, orderStatusAfter, type order, type OrderStatus } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';

/** The question we ask of it is in `../held-conditions.ts`. */
export const heldOrders: Projection<order.Event> = {
  name: 'redemption--held-orders',
  version: 1,
  tables: ['held_orders'],
  on: ORDER_FACTS,
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.orderId))];
    const stored: HeldOrderRow[] = await tx.query(
      'select * from held_orders where order_id = any($1)',
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

function after(row: HeldOrderRow | undefined, fact: order.Event): HeldOrderRow | undefined {
  const status = orderStatusAfter(row?.status, fact);
  const { type, data } = fact;
  if (status === undefined) return undefined;
  const open = status === 'requested' || status === 'unconfirmed' || status === 'live';
  const unsettled_fills = (row?.unsettled_fills ?? 0) + UNSETTLED[type];
  return {
    order_id: data.orderId,
    account_id: data.accountId,
    strategy_id: data.strategyId,
    condition_id: data.conditionId,
    token_id: data.tokenId,
    status,
    open,
    unsettled_fills,
  };
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

// The row

type HeldOrderRow = {
  readonly order_id: string;
  readonly account_id: string;
  readonly strategy_id: string;
  readonly condition_id: string;
  readonly token_id: string;
  readonly status: OrderStatus;
  /** The venue may still hold or fill it. */
  readonly open: boolean;
  readonly unsettled_fills: number;
};

const SHAPE: RowShape<keyof HeldOrderRow> = {
  table: 'held_orders',
  key: ['order_id'],
  columns: {
    order_id: 'text',
    account_id: 'text',
    strategy_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    status: 'text',
    open: 'boolean',
    unsettled_fills: 'integer',
  },
};
