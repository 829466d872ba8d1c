/** One live order as it stands in its table, and how decisions and order facts change it. */
import {
  money,
  orderStatusAfter,
  type account,
  type order,
  type OrderStatus,
} from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';

export type LtOrderRow = {
  readonly lt_order_id: string;
  readonly strategy_id: string;
  readonly account_id: string;
  /** Null until the order is signed. */
  readonly order_id: string | null;
  readonly signal_id: string;
  readonly condition_id: string;
  readonly token_id: string;
  readonly side: 'BUY' | 'SELL';
  readonly size_usd: string;
  readonly status: 'approved' | 'refused' | OrderStatus;
  readonly status_reason: string | null;
  readonly settled_shares: string;
  readonly created_at: Date | string;
  readonly updated_at: Date | string;
  readonly risk_check_passed: boolean;
  readonly risk_check_reason: string | null;
  readonly redemption_id: string | null;
};

export const approved = ({ data }: account.SignalApproved): LtOrderRow => ({
  ...decided(data, data),
  status: 'approved',
  risk_check_passed: true,
  risk_check_reason: null,
});

export const refused = ({ data }: account.SignalRefused): LtOrderRow => ({
  ...decided(data.signal, data),
  status: 'refused',
  risk_check_passed: false,
  risk_check_reason: data.sentence,
});

export function afterOrderFact(row: LtOrderRow, fact: order.Event): LtOrderRow {
  const known = row.order_id === null ? undefined : signedStatus(row);
  const status = orderStatusAfter(known, fact);
  const next = { ...row, status: status ?? row.status, updated_at: fact.data.at };
  switch (fact.type) {
    case 'OrderRequested':
      return { ...next, order_id: fact.data.orderId };
    case 'OrderRejected':
      // Also the end of an approval that was never signed.
      return { ...next, status: 'rejected', status_reason: fact.data.reason };
    case 'OrderUnconfirmed':
      return { ...next, status_reason: fact.data.detail };
    case 'OrderClosed':
      return { ...next, status_reason: fact.data.reason };
    case 'FillConfirmed': {
      const settled = money.shares(row.settled_shares) + fact.data.shares;
      return { ...next, settled_shares: money.decimal(settled) };
    }
    case 'OrderAccepted':
    case 'OrderFilled':
    case 'FillFailed':
    case 'OrderCancelRequested':
      return next;
  }
}

const signedStatus = ({ status }: LtOrderRow): OrderStatus | undefined =>
  status === 'approved' || status === 'refused' ? undefined : status;

type Wish = Pick<
  account.Approval,
  'signalId' | 'accountId' | 'strategyId' | 'conditionId' | 'tokenId' | 'side' | 'sizeUsd'
>;

const decided = (wish: Wish, { at }: { readonly at: string }) => ({
  lt_order_id: uuidFrom('lt_order', wish.signalId),
  strategy_id: wish.strategyId,
  account_id: wish.accountId,
  order_id: null,
  signal_id: wish.signalId,
  condition_id: wish.conditionId,
  token_id: wish.tokenId,
  side: wish.side,
  size_usd: money.decimal(wish.sizeUsd),
  status_reason: null,
  settled_shares: '0',
  created_at: at,
  updated_at: at,
  redemption_id: null,
});

export const LT_ORDER_SHAPE: RowShape<keyof LtOrderRow> = {
  table: 'lt_orders',
  key: ['lt_order_id'],
  columns: {
    lt_order_id: 'uuid',
    strategy_id: 'text',
    account_id: 'text',
    order_id: 'uuid',
    signal_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    size_usd: 'numeric',
    status: 'text',
    status_reason: 'text',
    settled_shares: 'numeric',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    risk_check_passed: 'boolean',
    risk_check_reason: 'text',
    redemption_id: 'uuid',
  },
};
