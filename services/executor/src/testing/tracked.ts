/** Rows of tracked_orders, as the executor reads them. */
import { examples } from '@sluice/domain/testing';
import type { DataSource } from 'typeorm';
import type { TrackedOrder } from '../tracked-orders.js';

export function tracked(fields: Partial<TrackedOrder> = {}): TrackedOrder {
  const { orderHash, orderType, at: requestedAt, ...key } = examples.orderRequested().data;
  const { orderId, accountId, signalId, strategyId, conditionId, tokenId, side } = key;
  const ids = { orderId, accountId, signalId, strategyId, conditionId, tokenId, side };
  return { ...ids, orderHash, orderType, requestedAt, open: true, live: true, ...fields };
}

/** What the table of positions answers of one token. */
export type HeldRow = {
  readonly tokenId: string;
  readonly conditionId: string;
  readonly settled: string;
  readonly provisional: string;
  readonly selling: boolean;
};

/** A database that answers with these rows: all of them, or those with the hashes asked for. */
export function tableOf(
  rows: () => readonly TrackedOrder[],
  held: () => readonly HeldRow[] = () => [],
): DataSource {
  const answer = (sql: string, [key, other]: readonly unknown[]): readonly unknown[] => {
    if (sql.includes('any($2)')) {
      return held().filter(({ tokenId }) => (other as readonly string[]).includes(tokenId));
    }
    if (sql.includes('from positions')) return held();
    if (sql.includes('any($1)')) {
      return rows().filter(({ orderHash }) => (key as readonly string[]).includes(orderHash));
    }
    return rows().filter(({ orderHash }) => !sql.includes('order_hash = $1') || orderHash === key);
  };
  const query = (sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]> =>
    Promise.resolve().then(() => answer(sql, parameters));
  return { query } as unknown as DataSource;
}
