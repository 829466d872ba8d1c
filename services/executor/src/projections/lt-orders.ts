/** Live orders: what became of every signal that risk decided, from the decision to the payout. */
import {
  ORDER_FACTS,
  type account,
  type order,
  type redemption,
  type SignalId,
} from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  afterOrderFact,
  approved,
  LT_ORDER_SHAPE,
  refused,
  type LtOrderRow,
} from './rows/lt-order-row.js';
import { linked } from './rows/linked-redemptions.js';

type Decided = account.SignalApproved | account.SignalRefused;
type Settling = redemption.Requested | redemption.LossConfirmed;
type Event = Decided | order.Event | Settling;

export const ltOrders: Projection<Event> = {
  name: 'executor--lt-orders',
  version: 1,
  tables: ['lt_orders'],
  on: ['SignalApproved', 'SignalRefused', ...ORDER_FACTS, 'RedemptionRequested', 'LossConfirmed'],
  apply: async (tx, batch) => {
    const rows = new Map<SignalId, LtOrderRow>();
    for (const row of await stored(tx, batch)) rows.set(row.signal_id, row);
    for (const fact of batch) {
      for (const row of changedBy(fact, rows)) rows.set(row.signal_id, row);
    }
    await upsertRows(tx, LT_ORDER_SHAPE, [...rows.values()]);
  },
};

// The question we ask of it

export async function ltOrderOf(
  database: DataSource,
  signalId: SignalId,
): Promise<LtOrderRow | undefined> {
  const rows: LtOrderRow[] = await database.query('select * from lt_orders where signal_id = $1', [
    signalId,
  ]);
  return rows[0];
}

// How a fact changes rows

function changedBy(fact: Event, rows: ReadonlyMap<SignalId, LtOrderRow>): readonly LtOrderRow[] {
  switch (fact.type) {
    case 'SignalApproved':
      // A signal is decided once; the first word stands.
      return rows.has(fact.data.signalId) ? [] : [approved(fact)];
    case 'SignalRefused':
      return rows.has(fact.data.signal.signalId) ? [] : [refused(fact)];
    case 'RedemptionRequested':
    case 'LossConfirmed':
      return linked([...rows.values()], fact);
    default: {
      const row = rows.get(fact.data.signalId);
      return row === undefined ? [] : [afterOrderFact(row, fact)];
    }
  }
}

/** The rows of the batch's signals, and all that hold what its payouts are about. */
function stored(tx: EntityManager, batch: readonly Event[]): Promise<LtOrderRow[]> {
  const signals = batch.flatMap((fact) => signalOf(fact) ?? []);
  const holdings = batch
    .filter(isSettling)
    .flatMap(({ data: { accountId, holdings } }) =>
      holdings.map(({ tokenId }) => ({ accountId, tokenId })),
    );
  return tx.query(
    `select * from lt_orders where signal_id = any($1)
     union
     select * from lt_orders
     where (account_id, token_id) in (select * from unnest($2::text[], $3::text[]))`,
    [
      [...new Set(signals)],
      holdings.map(({ accountId }) => accountId),
      holdings.map(({ tokenId }) => tokenId),
    ],
  );
}

const isSettling = (fact: Event): fact is Settling => 'holdings' in fact.data;

function signalOf({ data }: Event): SignalId | undefined {
  if ('signalId' in data) return data.signalId;
  return 'signal' in data ? data.signal.signalId : undefined;
}
