/** Wallet actions: every merge and approval that was asked for, and what became of it. */
import { money, type AccountId, type walletAction } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource } from 'typeorm';
import { burnedOf } from './rows/receipt-row.js';
import {
  WALLET_ACTION_SHAPE,
  writtenAction,
  type WalletActionRow,
} from './rows/wallet-action-row.js';

export const walletActions: Projection<walletAction.Event> = {
  name: 'redemption--wallet-actions',
  version: 1,
  tables: ['wallet_actions'],
  on: [
    'WalletActionRequested',
    'WalletActionSigned',
    'WalletActionReplaced',
    'WalletActionSubmitted',
    'WalletActionMined',
    'WalletActionUndone',
    'WalletActionDelayed',
    'WalletActionFailed',
    'WalletActionConfirmed',
  ],
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.actionId))];
    const stored: WalletActionRow[] = await tx.query(
      'select * from wallet_actions where action_id = any($1)',
      [touched],
    );
    const rows = new Map(stored.map((row) => [row.action_id, row]));
    for (const fact of batch) {
      const next = after(rows.get(fact.data.actionId), fact);
      if (next !== undefined) rows.set(next.action_id, next);
    }
    await upsertRows(tx, WALLET_ACTION_SHAPE, [...rows.values()].map(writtenAction));
  },
};

// The question we ask of it

/** Newest first. */
export const actionsOf = (
  database: DataSource,
  { accountId, limit }: { readonly accountId: AccountId; readonly limit: number },
): Promise<WalletActionRow[]> =>
  database.query(
    `select * from wallet_actions where account_id = $1
     order by requested_at desc, action_id limit $2`,
    [accountId, limit],
  );

// How a fact changes a row

function after(
  row: WalletActionRow | undefined,
  fact: walletAction.Event,
): WalletActionRow | undefined {
  if (fact.type === 'WalletActionRequested') return requested(fact);
  if (row === undefined) return undefined;
  const updated_at = fact.data.at;
  switch (fact.type) {
    case 'WalletActionSigned':
    case 'WalletActionReplaced': {
      const { attempt: attempts, transactionHash } = fact.data;
      const transaction_hash = transactionHash === '' ? null : transactionHash;
      return { ...row, attempts, transaction_hash, status: 'signed', updated_at };
    }
    case 'WalletActionSubmitted':
      return { ...row, relayer_id: fact.data.relayerId ?? null, status: 'submitted', updated_at };
    case 'WalletActionMined': {
      const { transactionHash: transaction_hash, blockNumber } = fact.data;
      const block_number = String(blockNumber);
      return { ...row, transaction_hash, block_number, status: 'mined', updated_at };
    }
    case 'WalletActionUndone':
      return { ...row, block_number: null, status: 'submitted', updated_at };
    case 'WalletActionDelayed':
      return { ...row, detail: `delayed: ${fact.data.detail}`, updated_at };
    case 'WalletActionFailed': {
      const { attempt: attempts, reason, detail, final } = fact.data;
      const status = final ? 'abandoned' : 'failed';
      return { ...row, attempts, reason, detail, status, updated_at };
    }
    case 'WalletActionConfirmed': {
      const { proof } = fact.data;
      return {
        ...row,
        status: 'confirmed',
        transaction_hash: proof.transactionHash,
        block_number: String(proof.blockNumber),
        payout_usd: money.decimal(proof.payoutUsd),
        burned: burnedOf(proof),
        updated_at,
      };
    }
  }
}

function requested({ data }: walletAction.Requested): WalletActionRow {
  const { work } = data;
  const merges = work.kind === 'merge';
  return {
    action_id: data.actionId,
    account_id: data.accountId,
    wallet: data.wallet,
    kind: work.kind,
    condition_id: merges ? work.conditionId : null,
    shares: merges ? money.decimal(work.shares) : null,
    approvals: merges ? null : work.approvals,
    status: 'requested',
    attempts: 0,
    transaction_hash: null,
    relayer_id: null,
    payout_usd: null,
    burned: null,
    block_number: null,
    reason: null,
    detail: null,
    asked_by: data.by,
    asked_why: data.why,
    requested_at: data.at,
    updated_at: data.at,
  };
}
