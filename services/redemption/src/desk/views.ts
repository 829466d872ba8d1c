/** Rows of the read models as callers are shown them; amounts are decimals in text. */
import { money, type redemption } from '@sluice/domain';
import type { ReceiptRow } from '../projections/rows/receipt-row.js';
import type { RedemptionRow } from '../projections/rows/redemption-row.js';
import type { WalletActionRow } from '../projections/rows/wallet-action-row.js';
import { FIRST_ELSEWHERE, PLAN } from '../projections/rows/receipt-row.js';
import type { Total } from './unredeemed.js';

export const redemptionView = (row: RedemptionRow) => ({
  redemptionId: row.redemption_id,
  orderId: row.order_id,
  strategyId: row.strategy_id,
  conditionId: row.condition_id,
  tokenId: row.token_id,
  outcome: row.user_outcome ?? undefined,
  winningOutcome: row.winning_outcome ?? undefined,
  type: row.redemption_type,
  status: row.redemption_status,
  shares: plain(row.shares),
  payoutUsd: row.payout_usd === null ? undefined : plain(row.payout_usd),
  attempts: row.redemption_attempts,
  lastError: row.last_error ?? undefined,
  transactionHash: row.redemption_tx_hash ?? undefined,
  blockNumber: row.block_number ?? undefined,
  resolvedAt: when(row.market_resolved_at),
  createdAt: when(row.created_at),
  lastAttemptAt: when(row.last_attempt_at),
  redeemedAt: when(row.redeemed_at),
});

/** The plan, an attempt of ours, or what somebody else did; proven ones have burn and payout. */
export const receiptView = (row: ReceiptRow) => ({
  kind: row.attempt === PLAN ? 'plan' : row.attempt <= FIRST_ELSEWHERE ? 'elsewhere' : 'attempt',
  attempt: Math.max(row.attempt, 0),
  status: row.status,
  expectedPayoutUsd: plain(row.expected_payout_usd),
  payoutUsd: row.payout_usd === null ? undefined : plain(row.payout_usd),
  transactionHash: row.transaction_hash ?? undefined,
  blockNumber: row.block_number ?? undefined,
  burned: (row.burned ?? []).map(({ tokenId, shares }) => ({ tokenId, shares: plain(shares) })),
  route: row.route ?? undefined,
  nonce: row.nonce ?? undefined,
  walletNonce: row.wallet_nonce ?? undefined,
  relayerId: row.relayer_id ?? undefined,
  hashes: row.hashes,
  reason: row.reason ?? undefined,
  detail: row.detail ?? row.delayed ?? undefined,
  needsPerson: row.final ?? undefined,
  redeemedBy: row.redeemed_by ?? undefined,
  sender: row.sender ?? undefined,
  askedBy: row.asked_by ?? undefined,
  askedWhy: row.asked_why ?? undefined,
  startedAt: when(row.started_at),
  updatedAt: when(row.updated_at),
});

export const actionView = (row: WalletActionRow) => ({
  actionId: row.action_id,
  kind: row.kind,
  conditionId: row.condition_id ?? undefined,
  shares: row.shares === null ? undefined : plain(row.shares),
  approvals: row.approvals ?? [],
  status: row.status,
  attempts: row.attempts,
  transactionHash: row.transaction_hash ?? undefined,
  relayerId: row.relayer_id ?? undefined,
  payoutUsd: row.payout_usd === null ? undefined : plain(row.payout_usd),
  burned: (row.burned ?? []).map(({ tokenId, shares }) => ({ tokenId, shares: plain(shares) })),
  blockNumber: row.block_number ?? undefined,
  reason: row.reason ?? undefined,
  detail: row.detail ?? undefined,
  askedBy: row.asked_by,
  askedWhy: row.asked_why,
  requestedAt: when(row.requested_at),
  updatedAt: when(row.updated_at),
});

export const totalView = ({ usd, oldestAgeMs, conditions }: Total) => ({
  unredeemedUsd: money.decimal(usd),
  oldestAgeMs,
  conditions,
});

/** In words of the trade: unplanned, planned, signed, submitted, mined, redeemed, lost, abandoned. */
export const stateWord = ({ kind }: redemption.State): string =>
  kind === 'none' ? 'unplanned' : kind;

const when = (at: Date | string | null): string | undefined =>
  at === null ? undefined : new Date(at).toISOString();

/** Postgres writes every decimal its column has: "20.500000" is "20.5". */
const plain = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
