/** Rows of tracked_orders, as the executor reads them. */
import { examples } from '@sluice/domain/testing';
import type { DataSource } from 'typeorm';
import type { TrackedOrder } from '../tracked-orders.js';

export function tracked(fields: Partial<TrackedOrder> = {}): TrackedOrder {
  const { orderHash, orderType, at: requestedAt, ...key } = examples.orderRequested().data;
  const { orderId, accountId, signalId, strategyId, conditionId, tokenId, side } = key;
  const ids = { orderId, accountId, signalId, strategyId, conditionId, tokenId, side };
  return { ...ids, orderHash, orderType, requestedAt, open: true, ...fields };
}

/** A database that answers with these rows: all of them, or those with the hash asked for. */
export function tableOf(rows: () => readonly TrackedOrder[]): DataSource {
  const query = (sql: string, [key]: readonly string[]): Promise<readonly TrackedOrder[]> =>
    Promise.resolve(
      rows().filter(({ orderHash }) => !sql.includes('order_hash = $1') || orderHash === key),
    );
  return { query } as unknown as DataSource;
}
