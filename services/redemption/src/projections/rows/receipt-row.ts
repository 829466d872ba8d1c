/** One attempt to redeem as it stands in its table. */
import type { redemption } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

/** The attempt under which the plan itself is kept, with nothing sent yet. */
export const PLAN = 0;

export type ReceiptRow = {
  readonly redemption_id: string;
  readonly attempt: number;
  readonly account_id: string;
  readonly wallet: string;
  readonly condition_id: string;
  readonly status: 'planned' | 'signed' | 'submitted' | 'confirmed' | 'failed';
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
    started_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
};
