/** Rows of the read models as callers are shown them; amounts are decimals in text. */
import { money, type venueAccount } from '@sluice/domain';
import type { FillRow } from '../projections/fills.js';
import type { DriftRow, ForeignOrderRow, ForeignTradeRow } from '../projections/rows/drift-rows.js';
import type { KillRow } from '../projections/rows/kill-row.js';
import type { OrderRow } from '../projections/rows/order-row.js';
import type { PositionRow } from '../projections/rows/position-row.js';

export const orderView = (row: OrderRow) => ({
  orderId: row.order_id,
  orderHash: row.order_hash,
  accountId: row.account_id,
  strategyId: row.strategy_id,
  signalId: row.signal_id,
  conditionId: row.condition_id,
  tokenId: row.token_id,
  side: row.side,
  orderType: row.order_type,
  limitPrice: plain(row.limit_price),
  shares: plain(row.shares),
  filledShares: plain(row.filled_shares),
  settledShares: plain(row.settled_shares),
  failedShares: plain(row.failed_shares),
  amountUsd: plain(row.amount_usd),
  averagePrice: row.avg_price === null ? undefined : plain(row.avg_price),
  feeUsd: plain(row.fee_usd),
  status: row.status,
  venueStatus: row.venue_status ?? undefined,
  reason: row.reason ?? undefined,
  requestedAt: when(row.requested_at),
  acceptedAt: when(row.accepted_at),
  closedAt: when(row.closed_at),
});

export const fillView = (row: FillRow) => ({
  tradeId: String(row.trade_id),
  shares: plain(String(row.shares)),
  price: plain(String(row.price)),
  amountUsd: plain(String(row.amount_usd)),
  feeUsd: plain(String(row.fee_usd)),
  settlement: String(row.settlement),
  transactionHash: (row.transaction_hash as string | null) ?? undefined,
  reason: (row.reason as string | null) ?? undefined,
  filledAt: when(row.filled_at as Date),
  settledAt: when(row.settled_at as Date | null),
});

/** Undefined `leastShares`: the market is not known, so neither is what counts as dust. */
export const positionView = (row: PositionRow, leastShares: bigint | undefined) => ({
  accountId: row.account_id,
  strategyId: row.strategy_id,
  conditionId: row.condition_id,
  tokenId: row.token_id,
  provisionalShares: plain(row.provisional_shares),
  settledShares: plain(row.settled_shares),
  costUsd: plain(row.cost_usd),
  /** Too little to be sold: it rides to the market's end. */
  isDust:
    leastShares !== undefined &&
    money.shares(row.provisional_shares) + money.shares(row.settled_shares) < leastShares,
});

/** `stands`: neither released nor replaced by another kill of the same. */
export const killView = (row: KillRow) => ({
  killId: row.kill_id,
  accountId: row.account_id,
  strategyId: row.strategy_id === '' ? undefined : row.strategy_id,
  position: row.position,
  by: row.killed_by,
  why: row.why,
  flatten: row.flatten,
  killedAt: when(row.killed_at),
  stands: row.ended_at === null,
  sweeps: row.sweeps,
  cancelled: row.cancelled,
  stillOpen: row.still_open,
  inDoubt: row.in_doubt,
  lastSweptAt: when(row.last_swept_at),
  verifiedAt: when(row.verified_at),
  tookMs: row.took_ms === null ? undefined : Number(row.took_ms),
  unverifiedAt: when(row.unverified_at),
  unverifiedDetail: row.unverified_detail ?? undefined,
  endedAt: when(row.ended_at),
  endedBy: row.ended_by ?? undefined,
});

export const driftView = (drift: venueAccount.Drift) => ({
  kind: drift.kind,
  subject: drift.subject,
  ours: money.decimal(drift.ours),
  venues: money.decimal(drift.venues),
  since: drift.since,
  detail: drift.detail,
});

export const driftRowView = (row: DriftRow) => ({
  kind: row.kind,
  subject: row.subject,
  ours: plain(row.ours),
  venues: plain(row.venues),
  since: when(row.since),
  detail: row.detail,
  foundAt: when(row.found_at),
  resolvedAt: when(row.resolved_at),
  resolvedBy: row.resolved_by ?? undefined,
  position: row.position,
});

export const foreignOrderView = (row: ForeignOrderRow) => ({
  orderHash: row.order_hash,
  conditionId: row.condition_id ?? undefined,
  tokenId: row.token_id ?? undefined,
  side: row.side ?? undefined,
  price: row.price === null ? undefined : plain(row.price),
  openShares: plain(row.open_shares),
  since: when(row.since),
  goneAt: when(row.gone_at),
});

export const foreignTradeView = (row: ForeignTradeRow) => ({
  tradeId: row.trade_id,
  orderHash: row.order_hash,
  price: row.price === null ? undefined : plain(row.price),
  shares: plain(row.shares),
  matchedAt: when(row.matched_at),
  detail: row.detail,
});

const when = (at: Date | string | null): string | undefined =>
  at === null ? undefined : new Date(at).toISOString();

/** Postgres writes every decimal its column has: "20.500000" is "20.5". */
const plain = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
