/** A drift, and an order or a trade of others, as they stand in their tables; amounts are decimals. */
import { money, type venueAccount } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import type { RowShape } from '@sluice/postgres';

export type DriftRow = {
  /** The id of the fact that found it. */
  readonly drift_id: string;
  readonly account_id: string;
  readonly kind: venueAccount.DriftKind;
  readonly subject: string;
  readonly ours: string;
  readonly venues: string;
  readonly since: Date | string;
  readonly found_at: Date | string;
  readonly detail: string;
  /** Null while it is there; a trade of others stays for ever. */
  readonly resolved_at: Date | string | null;
  readonly resolved_by: string | null;
  /** Where it stands on the ledger; also the order of pages. */
  readonly position: string;
};

export type ForeignOrderRow = {
  readonly order_hash: string;
  readonly account_id: string;
  readonly condition_id: string | null;
  readonly token_id: string | null;
  readonly side: string | null;
  readonly price: string | null;
  readonly open_shares: string;
  readonly since: Date | string;
  /** When the venue listed it no longer. */
  readonly gone_at: Date | string | null;
};

export type ForeignTradeRow = {
  readonly trade_id: string;
  readonly order_hash: string;
  readonly account_id: string;
  readonly price: string | null;
  readonly shares: string;
  readonly matched_at: Date | string;
  readonly detail: string;
};

type Found = Recorded<venueAccount.DriftFound>;

export const driftRow = ({ id, position, data }: Found): DriftRow => ({
  drift_id: id,
  account_id: data.accountId,
  kind: data.kind,
  subject: data.subject,
  ours: money.decimal(data.ours),
  venues: money.decimal(data.venues),
  since: data.since,
  found_at: data.at,
  detail: data.detail,
  resolved_at: null,
  resolved_by: null,
  position: String(position),
});

export const foreignOrderRow = ({ data }: Found): ForeignOrderRow => ({
  order_hash: data.subject,
  account_id: data.accountId,
  condition_id: data.conditionId ?? null,
  token_id: data.tokenId ?? null,
  side: data.side ?? null,
  price: data.price === undefined ? null : money.decimal(data.price),
  open_shares: money.decimal(data.venues),
  since: data.since,
  gone_at: null,
});

export const foreignTradeRow = ({ data }: Found): ForeignTradeRow => ({
  trade_id: data.tradeId ?? data.subject,
  order_hash: data.orderHash ?? '',
  account_id: data.accountId,
  price: data.price === undefined ? null : money.decimal(data.price),
  shares: money.decimal(data.venues),
  matched_at: data.since,
  detail: data.detail,
});

export const DRIFT_SHAPE: RowShape<keyof DriftRow> = {
  table: 'drifts',
  key: ['drift_id'],
  columns: {
    drift_id: 'text',
    account_id: 'text',
    kind: 'text',
    subject: 'text',
    ours: 'numeric',
    venues: 'numeric',
    since: 'timestamptz',
    found_at: 'timestamptz',
    detail: 'text',
    resolved_at: 'timestamptz',
    resolved_by: 'text',
    position: 'bigint',
  },
};

export const FOREIGN_ORDER_SHAPE: RowShape<keyof ForeignOrderRow> = {
  table: 'foreign_orders',
  key: ['order_hash'],
  columns: {
    order_hash: 'text',
    account_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    price: 'numeric',
    open_shares: 'numeric',
    since: 'timestamptz',
    gone_at: 'timestamptz',
  },
};

export const FOREIGN_TRADE_SHAPE: RowShape<keyof ForeignTradeRow> = {
  table: 'foreign_trades',
  key: ['trade_id', 'order_hash'],
  columns: {
    trade_id: 'text',
    order_hash: 'text',
    account_id: 'text',
    price: 'numeric',
    shares: 'numeric',
    matched_at: 'timestamptz',
    detail: 'text',
  },
};
