/** Receipts: every attempt to redeem, its transaction, and what that proved. */
import { money, type redemption } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { PLAN, RECEIPT_SHAPE, type ReceiptRow } from './rows/receipt-row.js';

type Event = Exclude<redemption.Event, redemption.LossConfirmed>;

export const redemptionReceipts: Projection<Event> = {
  name: 'redemption--redemption-receipts',
  version: 1,
  tables: ['redemption_receipts'],
  on: [
    'RedemptionRequested',
    'RedemptionSigned',
    'RedemptionSubmitted',
    'RedemptionConfirmed',
    'RedemptionFailed',
  ],
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.redemptionId))];
    const byRedemption = new Map<string, readonly ReceiptRow[]>();
    for (const row of await stored(tx, touched)) {
      byRedemption.set(row.redemption_id, [...(byRedemption.get(row.redemption_id) ?? []), row]);
    }
    for (const fact of batch) {
      const { redemptionId } = fact.data;
      const rows = byRedemption.get(redemptionId) ?? [];
      const next = after(rows, fact);
      if (next === undefined) continue;
      const others = rows.filter(({ attempt }) => attempt !== next.attempt);
      byRedemption.set(redemptionId, [...others, next]);
    }
    await upsertRows(tx, RECEIPT_SHAPE, [...byRedemption.values()].flat());
  },
};

// The question we ask of it

/** Attempt 0 is the plan. */
export const receiptsOf = (database: DataSource, redemptionId: string): Promise<ReceiptRow[]> =>
  stored(database.manager, [redemptionId]);

const stored = (tx: EntityManager, redemptionIds: readonly string[]): Promise<ReceiptRow[]> =>
  tx.query(
    `select * from redemption_receipts where redemption_id = any($1)
     order by redemption_id, attempt`,
    [redemptionIds],
  );

// How a fact changes the attempts of one redemption

function after(rows: readonly ReceiptRow[], fact: Event): ReceiptRow | undefined {
  if (fact.type === 'RedemptionRequested') return planned(fact);
  const plan = rows.find(({ attempt }) => attempt === PLAN);
  if (plan === undefined) return undefined;

  const { at } = fact.data;
  const begun = (attempt: number): ReceiptRow =>
    rows.find((row) => row.attempt === attempt) ?? { ...plan, attempt, started_at: at };
  switch (fact.type) {
    case 'RedemptionSigned': {
      const { attempt, transactionHash: transaction_hash, nonce } = fact.data;
      const signature = { transaction_hash, nonce: String(nonce) };
      return { ...begun(attempt), ...signature, status: 'signed', updated_at: at };
    }
    case 'RedemptionSubmitted':
      return { ...begun(fact.data.attempt), status: 'submitted', updated_at: at };
    case 'RedemptionFailed': {
      const { attempt, reason, detail, final } = fact.data;
      const failure = { reason, detail, final, updated_at: at };
      return { ...begun(attempt), ...failure, status: 'failed' };
    }
    case 'RedemptionConfirmed': {
      const { transactionHash, payoutUsd, blockNumber } = fact.data.proof;
      const sent = rows.find(({ transaction_hash }) => transaction_hash === transactionHash);
      const latest = Math.max(...rows.map(({ attempt }) => attempt));
      return {
        ...(sent ?? begun(latest)),
        transaction_hash: transactionHash,
        payout_usd: money.decimal(payoutUsd),
        block_number: String(blockNumber),
        status: 'confirmed',
        updated_at: at,
      };
    }
  }
}

const planned = ({ data }: redemption.Requested): ReceiptRow => ({
  redemption_id: data.redemptionId,
  attempt: PLAN,
  account_id: data.accountId,
  wallet: data.wallet,
  condition_id: data.conditionId,
  status: 'planned',
  expected_payout_usd: money.decimal(data.expectedPayoutUsd),
  payout_usd: null,
  transaction_hash: null,
  nonce: null,
  block_number: null,
  reason: null,
  detail: null,
  final: null,
  started_at: data.at,
  updated_at: data.at,
});
