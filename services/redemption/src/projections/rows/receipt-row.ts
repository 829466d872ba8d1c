/** One attempt to redeem as it stands in its table. */
import { money, type redemption, type transaction } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

/** The attempt under which the plan itself is kept, with nothing sent yet. */
export const PLAN = 0;
/** What others redeemed of it has the numbers from here down. */
export const FIRST_ELSEWHERE = -1;

export type ReceiptRow = {
  readonly redemption_id: string;
  readonly attempt: number;
  readonly account_id: string;
  readonly wallet: string;
  readonly condition_id: string;
  readonly status:
    'planned' | 'signed' | 'submitted' | 'mined' | 'confirmed' | 'failed' | 'found_elsewhere';
  readonly expected_payout_usd: string;
  /** What the transaction paid; null until it is proven. */
  readonly payout_usd: string | null;
  readonly transaction_hash: string | null;
  readonly nonce: string | null;
  readonly block_number: string | null;
  readonly reason: redemption.FailureReason | null;
  readonly detail: string | null;
  /** Whether a person is needed; null unless failed. */
  readonly final: boolean | null;
  /** How the newest transaction is sent; null until one is signed. */
  readonly route: transaction.Route | null;
  readonly wallet_nonce: string | null;
  /** What the relayer calls it. */
  readonly relayer_id: string | null;
  /** Of every transaction signed for this attempt: each may be the one that is mined. */
  readonly hashes: readonly string[];
  /** What the proving transaction burned; null until it is proven. */
  readonly burned: readonly { readonly tokenId: string; readonly shares: string }[] | null;
  /** Who redeemed, when it was not us, and the account that sent the transaction. */
  readonly redeemed_by: redemption.Redeeming | null;
  readonly sender: string | null;
  /** The person who asked for the plan, and why; null when nobody did. */
  readonly asked_by: string | null;
  readonly asked_why: string | null;
  /** What it waits for longer than it may; null when it does not. */
  readonly delayed: string | null;
  readonly started_at: Date | string;
  readonly updated_at: Date | string;
};

export const RECEIPT_SHAPE: RowShape<keyof ReceiptRow> = {
  table: 'redemption_receipts',
  key: ['redemption_id', 'attempt'],
  columns: {
    redemption_id: 'text',
    attempt: 'integer',
    account_id: 'text',
    wallet: 'text',
    condition_id: 'text',
    status: 'text',
    expected_payout_usd: 'numeric',
    payout_usd: 'numeric',
    transaction_hash: 'text',
    nonce: 'bigint',
    block_number: 'numeric',
    reason: 'text',
    detail: 'text',
    final: 'boolean',
    route: 'text',
    wallet_nonce: 'bigint',
    relayer_id: 'text',
    hashes: 'jsonb',
    burned: 'jsonb',
    redeemed_by: 'text',
    sender: 'text',
    asked_by: 'text',
    asked_why: 'text',
    delayed: 'text',
    started_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
};

/** Lists are written as JSON text. */
export const writtenReceipt = (row: ReceiptRow) => ({
  ...row,
  hashes: JSON.stringify(row.hashes),
  burned: row.burned === null ? null : JSON.stringify(row.burned),
});

export const burnedOf = ({ burned }: transaction.Proof): NonNullable<ReceiptRow['burned']> =>
  burned.map(({ tokenId, shares }) => ({ tokenId, shares: money.decimal(shares) }));
