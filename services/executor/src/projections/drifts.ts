/**
 * Drifts: what differed between the venue and our ledger, since when, and how it was resolved. Orders
 * and trades of others on the same wallet stand apart, for they are never ours.
 */
import type { AccountId, venueAccount } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  DRIFT_SHAPE,
  driftRow,
  FOREIGN_ORDER_SHAPE,
  foreignOrderRow,
  FOREIGN_TRADE_SHAPE,
  foreignTradeRow,
  type DriftRow,
  type ForeignOrderRow,
  type ForeignTradeRow,
} from './rows/drift-rows.js';

type Event = venueAccount.DriftFound | venueAccount.DriftResolved;

export const drifts: Projection<Event> = {
  name: 'executor--drifts',
  version: 1,
  tables: ['drifts', 'foreign_orders', 'foreign_trades'],
  on: ['DriftFound', 'DriftResolved'],
  apply: async (tx, batch) => {
    const rows = new Map((await open(tx, batch)).map((row) => [row.drift_id, row]));
    const orders = new Map((await foreignOrders(tx, batch)).map((row) => [row.order_hash, row]));
    const trades = new Map<string, ForeignTradeRow>();
    for (const fact of batch) {
      if (fact.type === 'DriftFound') {
        rows.set(fact.id, driftRow(fact));
        const { kind, subject } = fact.data;
        if (kind === 'order_unknown') orders.set(subject, foreignOrderRow(fact));
        if (kind === 'fill_unknown') trades.set(subject, foreignTradeRow(fact));
        continue;
      }
      const { kind, subject, accountId, at, how } = fact.data;
      for (const row of rows.values()) {
        if (row.account_id !== accountId || row.kind !== kind || row.subject !== subject) continue;
        if (row.resolved_at !== null) continue;
        rows.set(row.drift_id, { ...row, resolved_at: at, resolved_by: how });
      }
      const order = kind === 'order_unknown' ? orders.get(subject) : undefined;
      if (order !== undefined) orders.set(subject, { ...order, gone_at: at });
    }
    await upsertRows(tx, DRIFT_SHAPE, [...rows.values()]);
    await upsertRows(tx, FOREIGN_ORDER_SHAPE, [...orders.values()]);
    await upsertRows(tx, FOREIGN_TRADE_SHAPE, [...trades.values()]);
  },
};

// The questions we ask of it

/** Newest first, those before a place of the ledger. */
export const driftsBefore = (
  database: DataSource,
  accountId: AccountId,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<DriftRow[]> =>
  database.query(
    'select * from drifts where account_id = $1 and position < $2 order by position desc limit $3',
    [accountId, before, limit],
  );

/** Those that are there before those that are gone, newest first. */
export const foreignOrdersOf = (
  database: DataSource,
  accountId: AccountId,
  limit: number,
): Promise<ForeignOrderRow[]> =>
  database.query(
    `select * from foreign_orders where account_id = $1
     order by gone_at is not null, since desc, order_hash limit $2`,
    [accountId, limit],
  );

/** Newest first. */
export const foreignTradesOf = (
  database: DataSource,
  accountId: AccountId,
  limit: number,
): Promise<ForeignTradeRow[]> =>
  database.query(
    `select * from foreign_trades where account_id = $1
     order by matched_at desc, trade_id limit $2`,
    [accountId, limit],
  );

// What a batch may change

const open = (tx: EntityManager, batch: readonly Recorded<Event>[]): Promise<DriftRow[]> =>
  tx.query('select * from drifts where subject = any($1) and resolved_at is null', [
    batch.map(({ data }) => data.subject),
  ]);

const foreignOrders = (
  tx: EntityManager,
  batch: readonly Recorded<Event>[],
): Promise<ForeignOrderRow[]> =>
  tx.query('select * from foreign_orders where order_hash = any($1)', [
    batch.map(({ data }) => data.subject),
  ]);
