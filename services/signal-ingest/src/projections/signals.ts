/** Signals: every wish to trade that reached us, and why some were not passed on. */
import { money, type signal, type SignalId } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';
import type { DataSource } from 'typeorm';

export const signals: Projection<signal.Event> = {
  name: 'signal-ingest--signals',
  version: 1,
  tables: ['signals'],
  on: ['SignalReceived', 'SignalIgnored'],
  apply: async (tx, batch) => {
    const received = batch.filter((fact) => fact.type === 'SignalReceived');
    const ignored = batch.filter((fact) => fact.type === 'SignalIgnored');
    // A signal ignored once may come again and be received; what was received stays received.
    await tx.query(
      `insert into signals (signal_id, source, external_id, status, reason, detail, received_at)
       select signal_id, source, external_id, 'ignored', reason, detail, received_at
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
         as s (signal_id, source, external_id, reason, detail, received_at)
       on conflict (signal_id) do nothing`,
      [
        ignored.map(({ data }) => data.signalId),
        ignored.map(({ data }) => writable(data.source)),
        ignored.map(({ data }) => writable(data.externalId)),
        ignored.map(({ data }) => data.reason),
        ignored.map(({ data }) => writable(data.detail)),
        ignored.map(({ data }) => data.at),
      ],
    );
    await upsertRows(tx, SHAPE, received.map(rowOf));
  },
};

// The question we ask of it

export async function signalOf(
  database: DataSource,
  signalId: SignalId,
): Promise<SignalRow | undefined> {
  const rows: SignalRow[] = await database.query('select * from signals where signal_id = $1', [
    signalId,
  ]);
  return rows[0];
}

// The row

const SHAPE = {
  table: 'signals',
  key: ['signal_id'],
  columns: {
    signal_id: 'text',
    source: 'text',
    external_id: 'text',
    strategy_id: 'text',
    account_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    size_usd: 'numeric',
    limit_price: 'numeric',
    order_type: 'text',
    reduce_only: 'boolean',
    status: 'text',
    reason: 'text',
    detail: 'text',
    observed_at: 'timestamptz',
    received_at: 'timestamptz',
  },
} as const satisfies RowShape<string>;

export type SignalRow = Readonly<Record<keyof (typeof SHAPE)['columns'], unknown>>;

/** A sender's own words may hold the one character that Postgres cannot. */
const writable = (text: string): string => text.replaceAll('\u0000', '\ufffd');

const rowOf = ({ data }: signal.Received): SignalRow => ({
  signal_id: data.signalId,
  source: writable(data.source),
  external_id: writable(data.externalId),
  strategy_id: data.strategyId,
  account_id: data.accountId,
  condition_id: data.conditionId,
  token_id: data.tokenId,
  side: data.side,
  size_usd: money.decimal(data.sizeUsd),
  limit_price: money.decimal(data.limitPrice),
  order_type: data.orderType,
  reduce_only: data.reduceOnly,
  status: 'received',
  reason: null,
  detail: null,
  observed_at: data.observedAt,
  received_at: data.receivedAt,
});
