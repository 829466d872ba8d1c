/** Receipts: every attempt to redeem, its transaction, and what that proved. */
import { money, type redemption } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  burnedOf,
  FIRST_ELSEWHERE,
  PLAN,
  RECEIPT_SHAPE,
  writtenReceipt,
  type ReceiptRow,
} from './rows/receipt-row.js';

type Event = Exclude<redemption.Event, redemption.LossConfirmed>;

export const redemptionReceipts: Projection<Event> = {
  name: 'redemption--redemption-receipts',
  version: 2,
  tables: ['redemption_receipts'],
  on: [
    'RedemptionRequested',
    'RedemptionSigned',
    'RedemptionReplaced',
    'RedemptionSubmitted',
    'RedemptionMined',
    'RedemptionUndone',
    'RedemptionDelayed',
    'RedemptionConfirmed',
    'RedemptionFailed',
    'RedemptionFoundElsewhere',
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
    await upsertRows(tx, RECEIPT_SHAPE, [...byRedemption.values()].flat().map(writtenReceipt));
  },
};

// The question we ask of it

/** Attempt 0 is the plan; below it is what others redeemed. */
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
  if (fact.type === 'RedemptionFoundElsewhere') return foundElsewhere(rows, fact);
  const plan = rows.find(({ attempt }) => attempt === PLAN);
  if (plan === undefined) return undefined;

  const { at } = fact.data;
  const begun = (attempt: number): ReceiptRow =>
    rows.find((row) => row.attempt === attempt) ?? { ...plan, attempt, started_at: at };
  switch (fact.type) {
    case 'RedemptionSigned':
    case 'RedemptionReplaced': {
      const { attempt, transactionHash, nonce, route = 'direct', walletNonce } = fact.data;
      const { hashes, ...before } = begun(attempt);
      const hash = transactionHash === '' ? [] : [transactionHash];
      return {
        ...before,
        transaction_hash: transactionHash === '' ? null : transactionHash,
        nonce: String(nonce),
        route,
        wallet_nonce: walletNonce === undefined ? null : String(walletNonce),
        relayer_id: null,
        hashes: [...hashes.filter((one) => one !== transactionHash), ...hash],
        status: 'signed',
        updated_at: at,
      };
    }
    case 'RedemptionSubmitted': {
      const { attempt, relayerId = null } = fact.data;
      return { ...begun(attempt), relayer_id: relayerId, status: 'submitted', updated_at: at };
    }
    case 'RedemptionMined': {
      const { attempt, transactionHash: transaction_hash, blockNumber } = fact.data;
      const where = { transaction_hash, block_number: String(blockNumber) };
      return { ...begun(attempt), ...where, status: 'mined', updated_at: at };
    }
    case 'RedemptionUndone':
      return {
        ...begun(fact.data.attempt),
        ...{ block_number: null, status: 'submitted', updated_at: at },
      };
    case 'RedemptionDelayed': {
      const { attempt, detail: delayed } = fact.data;
      return { ...begun(attempt), delayed, updated_at: at };
    }
    case 'RedemptionFailed': {
      const { attempt, reason, detail, final } = fact.data;
      const failure = { reason, detail, final, delayed: null, updated_at: at };
      return { ...begun(attempt), ...failure, status: 'failed' };
    }
    case 'RedemptionConfirmed': {
      const { transactionHash } = fact.data.proof;
      const sent = rows.find(({ hashes }) => hashes.includes(transactionHash));
      const latest = Math.max(...rows.map(({ attempt }) => attempt));
      const proven = provenBy(fact.data.proof);
      return { ...(sent ?? begun(latest)), ...proven, status: 'confirmed', updated_at: at };
    }
  }
}

const provenBy = (proof: redemption.Proof) => ({
  transaction_hash: proof.transactionHash,
  payout_usd: money.decimal(proof.payoutUsd),
  block_number: String(proof.blockNumber),
  burned: burnedOf(proof),
  delayed: null,
});

function foundElsewhere(
  rows: readonly ReceiptRow[],
  { data }: redemption.FoundElsewhere,
): ReceiptRow {
  const lowest = Math.min(PLAN, ...rows.map(({ attempt }) => attempt));
  const expectedUsd = money.sum(data.holdings.map(({ payoutUsd }) => payoutUsd));
  return {
    ...unsigned(data),
    attempt: lowest + FIRST_ELSEWHERE,
    expected_payout_usd: money.decimal(expectedUsd),
    ...provenBy(data.proof),
    hashes: [data.proof.transactionHash],
    redeemed_by: data.by,
    sender: data.sender,
    status: 'found_elsewhere',
  };
}

const planned = ({ data }: redemption.Requested): ReceiptRow => ({
  ...unsigned(data),
  attempt: PLAN,
  expected_payout_usd: money.decimal(data.expectedPayoutUsd),
  asked_by: data.by ?? null,
  asked_why: data.why ?? null,
});

const unsigned = (
  data: redemption.RedemptionKey & { readonly at: string },
): Omit<ReceiptRow, 'attempt' | 'expected_payout_usd'> => ({
  redemption_id: data.redemptionId,
  account_id: data.accountId,
  wallet: data.wallet,
  condition_id: data.conditionId,
  status: 'planned',
  payout_usd: null,
  transaction_hash: null,
  nonce: null,
  block_number: null,
  reason: null,
  detail: null,
  final: null,
  route: null,
  wallet_nonce: null,
  relayer_id: null,
  hashes: [],
  burned: null,
  redeemed_by: null,
  sender: null,
  asked_by: null,
  asked_why: null,
  delayed: null,
  started_at: data.at,
  updated_at: data.at,
});
