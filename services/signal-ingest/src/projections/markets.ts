/** Markets: what may be traded, on which terms, and which outcome paid. */
import { money, type ConditionId, type market } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';

export const markets: Projection<market.Event> = {
  name: 'signal-ingest--markets',
  version: 2,
  tables: ['markets'],
  on: [
    ...(['MarketListed', 'MarketClosed', 'MarketReopened', 'MarketResolved'] as const),
    ...(['MarketProgressed', 'MarketDisputed', 'MarketDisputeEnded'] as const),
  ],
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.conditionId))];
    const rows = new Map<ConditionId, MarketRow>();
    for (const row of await stored(tx, touched)) rows.set(row.condition_id, row);
    for (const fact of batch) {
      const next = after(rows.get(fact.data.conditionId), fact);
      if (next !== undefined) rows.set(fact.data.conditionId, next);
    }
    await store(tx, [...rows.values()]);
  },
};

// The question we ask of it

export async function marketOf(
  database: DataSource,
  conditionId: ConditionId,
): Promise<MarketRow | undefined> {
  return (await stored(database.manager, [conditionId]))[0];
}

// How a fact changes a row

function after(row: MarketRow | undefined, fact: market.Event): MarketRow | undefined {
  switch (fact.type) {
    case 'MarketListed':
      return {
        ...(row ?? unresolved),
        ...termsOf(fact),
        listed_at: row?.listed_at ?? fact.data.at,
      };
    case 'MarketClosed':
      return row?.status === 'open' ? { ...row, status: 'closed', closed_at: fact.data.at } : row;
    case 'MarketReopened':
      return row?.status === 'closed'
        ? { ...row, status: 'open', closed_at: null, reopened_at: fact.data.at }
        : row;
    case 'MarketProgressed':
      return row && { ...row, ...progressOf(fact) };
    case 'MarketDisputed':
      return row && { ...row, ...progressOf(fact), disputed_at: fact.data.at };
    case 'MarketDisputeEnded':
      return row && { ...row, ...progressOf(fact), disputed_at: null };
    case 'MarketResolved': {
      const { payoutNumerators, payoutDenominator, blockNumber, transactionHash, at } = fact.data;
      return row === undefined
        ? row
        : {
            ...row,
            status: 'resolved',
            disputed_at: null,
            payout_numerators: payoutNumerators.map(String),
            payout_denominator: String(payoutDenominator),
            resolved_block: String(blockNumber),
            resolution_hash: transactionHash,
            resolved_at: at,
          };
    }
  }
}

const unresolved = {
  status: 'open',
  payout_numerators: null,
  payout_denominator: null,
  resolved_block: null,
  resolution_hash: null,
  closed_at: null,
  resolved_at: null,
  reopened_at: null,
  oracle_status: null,
  oracle_since: null,
  expected_settlement_at: null,
  disputed_at: null,
} as const;

const progressOf = ({ data }: market.Progressed | market.Disputed | market.DisputeEnded) => ({
  oracle_status: data.status,
  oracle_since: data.since ?? null,
  expected_settlement_at: data.expectedSettlementAt ?? null,
});

const termsOf = ({ data }: market.Listed) => ({
  condition_id: data.conditionId,
  question: data.question,
  token_ids: data.outcomes.map(({ tokenId }) => tokenId),
  outcome_names: data.outcomes.map(({ name }) => name),
  tick_size: money.decimal(data.tickSize),
  order_size_min: money.decimal(data.orderSizeMin),
  fee_rate: money.decimal(data.fee.rate),
  fee_exponent: data.fee.exponent,
  neg_risk: data.negRisk,
});

// The row

/** Instants are Dates when they come from the database. */
export type MarketRow = ReturnType<typeof termsOf> & {
  readonly status: 'open' | 'closed' | 'resolved';
  readonly payout_numerators: readonly string[] | null;
  readonly payout_denominator: string | null;
  readonly resolved_block: string | null;
  readonly resolution_hash: string | null;
  readonly listed_at: Date | string;
  readonly closed_at: Date | string | null;
  readonly resolved_at: Date | string | null;
  readonly reopened_at: Date | string | null;
  /** What the venue last said of the oracle, short of a payout. */
  readonly oracle_status: market.OracleStatus | null;
  readonly oracle_since: Date | string | null;
  readonly expected_settlement_at: Date | string | null;
  /** Since when we know of a dispute that still goes on. */
  readonly disputed_at: Date | string | null;
};

/** A list of numerics would arrive as floating point; as text it arrives exactly. */
const stored = (tx: EntityManager, conditionIds: readonly ConditionId[]): Promise<MarketRow[]> =>
  tx.query(
    `select *, payout_numerators::text[] as payout_numerators
     from markets where condition_id = any($1)`,
    [conditionIds],
  );

/** As JSON, because lists of lists cannot be unnested. */
async function store(tx: EntityManager, rows: readonly MarketRow[]): Promise<void> {
  await tx.query(
    `insert into markets select * from jsonb_populate_recordset(null::markets, $1::jsonb)
     on conflict (condition_id) do update set
       question = excluded.question, token_ids = excluded.token_ids,
       outcome_names = excluded.outcome_names, status = excluded.status,
       tick_size = excluded.tick_size, order_size_min = excluded.order_size_min,
       fee_rate = excluded.fee_rate, fee_exponent = excluded.fee_exponent,
       neg_risk = excluded.neg_risk, payout_numerators = excluded.payout_numerators,
       payout_denominator = excluded.payout_denominator,
       resolved_block = excluded.resolved_block, resolution_hash = excluded.resolution_hash,
       listed_at = excluded.listed_at, closed_at = excluded.closed_at,
       resolved_at = excluded.resolved_at, reopened_at = excluded.reopened_at,
       oracle_status = excluded.oracle_status, oracle_since = excluded.oracle_since,
       expected_settlement_at = excluded.expected_settlement_at,
       disputed_at = excluded.disputed_at`,
    [JSON.stringify(rows)],
  );
}
