/** One order as it stands in its table; amounts are decimals as text. */
import type { OrderStatus, OrderType, Side } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

export type OrderRow = {
  readonly order_id: string;
  readonly order_hash: string;
  readonly account_id: string;
  readonly strategy_id: string;
  readonly signal_id: string;
  readonly condition_id: string;
  readonly token_id: string;
  readonly side: Side;
  readonly order_type: OrderType;
  readonly limit_price: string;
  readonly shares: string;
  /** Everything the venue matched; what failed to settle later is in `failed_shares` as well. */
  readonly filled_shares: string;
  readonly settled_shares: string;
  readonly failed_shares: string;
  /** Paid or received before fees, without fills that failed. */
  readonly amount_usd: string;
  readonly avg_price: string | null;
  readonly fee_usd: string;
  readonly status: OrderStatus;
  readonly venue_status: string | null;
  readonly reason: string | null;
  readonly requested_at: Date | string;
  readonly accepted_at: Date | string | null;
  readonly closed_at: Date | string | null;
};

export const ORDER_SHAPE: RowShape<keyof OrderRow> = {
  table: 'orders',
  key: ['order_id'],
  columns: {
    order_id: 'uuid',
    order_hash: 'text',
    account_id: 'text',
    strategy_id: 'text',
    signal_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    order_type: 'text',
    limit_price: 'numeric',
    shares: 'numeric',
    filled_shares: 'numeric',
    settled_shares: 'numeric',
    failed_shares: 'numeric',
    amount_usd: 'numeric',
    avg_price: 'numeric',
    fee_usd: 'numeric',
    status: 'text',
    venue_status: 'text',
    reason: 'text',
    requested_at: 'timestamptz',
    accepted_at: 'timestamptz',
    closed_at: 'timestamptz',
  },
};
