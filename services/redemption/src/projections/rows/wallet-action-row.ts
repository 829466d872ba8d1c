/** One wallet action as it stands in its table. */
import type { transaction } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

export type WalletActionRow = {
  readonly action_id: string;
  readonly account_id: string;
  readonly wallet: string;
  readonly kind: 'merge' | 'approve';
  /** What is merged, and how many sets; null for an approval. */
  readonly condition_id: string | null;
  readonly shares: string | null;
  /** Who may move the outcomes that which contract keeps; null for a merge. */
  readonly approvals: readonly { readonly token: string; readonly operator: string }[] | null;
  readonly status:
    'requested' | 'signed' | 'submitted' | 'mined' | 'confirmed' | 'failed' | 'abandoned';
  readonly attempts: number;
  readonly transaction_hash: string | null;
  readonly relayer_id: string | null;
  /** What it paid and burned; null until it is proven. */
  readonly payout_usd: string | null;
  readonly burned: readonly { readonly tokenId: string; readonly shares: string }[] | null;
  readonly block_number: string | null;
  readonly reason: transaction.FailureReason | null;
  readonly detail: string | null;
  readonly asked_by: string;
  readonly asked_why: string;
  readonly requested_at: Date | string;
  readonly updated_at: Date | string;
};

export const WALLET_ACTION_SHAPE: RowShape<keyof WalletActionRow> = {
  table: 'wallet_actions',
  key: ['action_id'],
  columns: {
    action_id: 'text',
    account_id: 'text',
    wallet: 'text',
    kind: 'text',
    condition_id: 'text',
    shares: 'numeric',
    approvals: 'jsonb',
    status: 'text',
    attempts: 'integer',
    transaction_hash: 'text',
    relayer_id: 'text',
    payout_usd: 'numeric',
    burned: 'jsonb',
    block_number: 'numeric',
    reason: 'text',
    detail: 'text',
    asked_by: 'text',
    asked_why: 'text',
    requested_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
};

export const writtenAction = (row: WalletActionRow) => ({
  ...row,
  approvals: row.approvals === null ? null : JSON.stringify(row.approvals),
  burned: row.burned === null ? null : JSON.stringify(row.burned),
});
