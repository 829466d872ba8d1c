/** One order's redemption as it stands in its table, and how facts change it. */
import { money, order, shareOut, type redemption } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';
import { outcomeName, type HeldPart, type RedeemableMarket } from './redeemable.js';

export type RedemptionRow = {
  readonly redemption_id: string;
  readonly lt_order_id: string;
  readonly strategy_id: string;
  readonly order_id: string;
  readonly condition_id: string;
  readonly market_resolved_at: Date | string | null;
  readonly winning_outcome: string | null;
  readonly user_outcome: string | null;
  readonly redemption_type: 'WINNER' | 'LOSER';
  readonly redemption_status: 'PENDING' | 'REDEEMING' | 'REDEEMED' | 'FAILED';
  readonly redemption_tx_hash: string | null;
  readonly redemption_amount_usd: string | null;
  readonly redemption_attempts: number;
  readonly last_attempt_at: Date | string | null;
  readonly last_error: string | null;
  readonly created_at: Date | string;
  readonly redeemed_at: Date | string | null;
  readonly account_id: string;
  readonly wallet: string;
  readonly token_id: string;
  /** Of this order, settled and still held. */
  readonly shares: string;
  /** What it was paid, to the micro; the design's own column has cents. */
  readonly payout_usd: string | null;
  readonly block_number: string | null;
};

type Opening = redemption.Requested | redemption.LossConfirmed | redemption.FoundElsewhere;
type Attempt =
  | redemption.Signed
  | redemption.Replaced
  | redemption.Submitted
  | redemption.Mined
  | redemption.Undone
  | redemption.Failed;

export function opened(
  { data }: Opening,
  { order, shares }: HeldPart,
  market: RedeemableMarket | undefined,
): RedemptionRow {
  const outcome = market?.outcomes.find(({ tokenId }) => tokenId === order.token_id);
  return {
    redemption_id: uuidFrom('redemption', order.order_id),
    lt_order_id: uuidFrom('lt_order', order.signal_id),
    strategy_id: order.strategy_id,
    order_id: order.order_id,
    condition_id: data.conditionId,
    market_resolved_at: market?.resolved_at ?? null,
    winning_outcome: market?.winning_outcome ?? null,
    user_outcome: outcome === undefined ? null : outcomeName(outcome),
    redemption_type: 'WINNER',
    redemption_status: 'PENDING',
    redemption_tx_hash: null,
    redemption_amount_usd: null,
    redemption_attempts: 0,
    last_attempt_at: null,
    last_error: null,
    created_at: data.at,
    redeemed_at: null,
    account_id: data.accountId,
    wallet: data.wallet,
    token_id: order.token_id,
    shares: money.decimal(shares),
    payout_usd: null,
    block_number: null,
  };
}

/** A loser needs no transaction: the chain's word that it pays nothing ends it. */
export const lost = (row: RedemptionRow, { data }: redemption.LossConfirmed): RedemptionRow => ({
  ...row,
  redemption_type: 'LOSER',
  redemption_status: 'REDEEMED',
  redemption_amount_usd: '0',
  payout_usd: '0',
  block_number: String(data.blockNumber),
  redeemed_at: data.at,
});

export function attempted(row: RedemptionRow, { type, data }: Attempt): RedemptionRow {
  const next = { ...row, redemption_attempts: data.attempt, last_attempt_at: data.at };
  if (type !== 'RedemptionFailed') {
    return {
      ...next,
      redemption_status: 'REDEEMING',
      // A relayer tells the hash when it is mined.
      redemption_tx_hash: data.transactionHash === '' ? null : data.transactionHash,
    };
  }
  const last_error = `${data.reason}: ${data.detail}`;
  // The hash of an attempt that is tried again is in the receipts.
  return data.final
    ? { ...next, last_error, redemption_status: 'FAILED' }
    : { ...next, last_error, redemption_status: 'PENDING', redemption_tx_hash: null };
}

export const delayed = (row: RedemptionRow, { data }: redemption.Delayed): RedemptionRow => ({
  ...row,
  last_error: `delayed: ${data.detail}`,
});

/**
 * Shares the payout of each outcome among the orders that hold it. Somebody else may have taken a part
 * only: the rest waits on, and is paid beside it.
 */
export function paid(
  rows: readonly RedemptionRow[],
  { type, data: { holdings, proof, at } }: redemption.Confirmed | redemption.FoundElsewhere,
): readonly RedemptionRow[] {
  return holdings.flatMap(({ tokenId, shares, payoutUsd }) => {
    // In one order always: which order gets the last micro depends on it.
    const holding = rows
      .filter(({ token_id }) => token_id === tokenId)
      .sort((one, other) => (one.order_id < other.order_id ? -1 : 1));
    const parts = shareOut(
      payoutUsd,
      holding.map(({ shares }) => money.shares(shares)),
    );
    const held = holding.reduce((total, row) => total + money.shares(row.shares), 0n);
    const isPart = type === 'RedemptionFoundElsewhere' && shares + order.DUST_SHARES <= held;
    return holding.map((row, index): RedemptionRow => {
      const before = row.payout_usd === null ? 0n : money.usd(row.payout_usd);
      const total = before + (parts[index] ?? 0n);
      return {
        ...row,
        redemption_status: isPart ? 'PENDING' : 'REDEEMED',
        redemption_tx_hash: proof.transactionHash,
        redemption_amount_usd: money.decimal(total < AMOUNT_USD_MAX ? total : AMOUNT_USD_MAX),
        payout_usd: money.decimal(total),
        block_number: String(proof.blockNumber),
        redeemed_at: isPart ? null : at,
      };
    });
  });
}

/** The design's column holds no more. */
const AMOUNT_USD_MAX = money.usd('99999999.99');

export const REDEMPTION_SHAPE: RowShape<keyof RedemptionRow> = {
  table: 'lt_redemptions',
  key: ['redemption_id'],
  columns: {
    redemption_id: 'uuid',
    lt_order_id: 'uuid',
    strategy_id: 'text',
    order_id: 'uuid',
    condition_id: 'text',
    market_resolved_at: 'timestamptz',
    winning_outcome: 'text',
    user_outcome: 'text',
    redemption_type: 'text',
    redemption_status: 'text',
    redemption_tx_hash: 'text',
    redemption_amount_usd: 'numeric',
    redemption_attempts: 'integer',
    last_attempt_at: 'timestamptz',
    last_error: 'text',
    created_at: 'timestamptz',
    redeemed_at: 'timestamptz',
    account_id: 'text',
    wallet: 'text',
    token_id: 'text',
    shares: 'numeric',
    payout_usd: 'numeric',
    block_number: 'numeric',
  },
};
