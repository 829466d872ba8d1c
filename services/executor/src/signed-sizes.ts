/**
 * The sizes of all orders we signed, whoever signed them: by them the venue's answers are read, for it
 * writes shares in two scales.
 */
import type { AccountId } from '@sluice/domain';
import { money } from '@sluice/domain';
import { when, type Reaction } from '@sluice/reactions';
import type { DataSource } from 'typeorm';
import type { AccountScope } from './account-scope.js';

/** As far back as anything is still settled at the venue. */
const ORDERS_MAX = 20_000;

export type SignedSizes = {
  readonly of: (orderHash: string) => bigint | undefined;
  /** What was signed after the table was read, or by the process before this one. */
  readonly reaction: Reaction<AccountScope>;
};

export async function openSignedSizes(
  database: DataSource,
  accountId: AccountId,
): Promise<SignedSizes> {
  const rows: { orderHash: string; shares: string }[] = await database.query(
    `select order_hash as "orderHash", shares::text from orders where account_id = $1
     order by requested_at desc, order_id desc limit ${ORDERS_MAX}`,
    [accountId],
  );
  // Oldest first, so that they leave first.
  const sizes = new Map(
    rows.reverse().map(({ orderHash, shares }) => [keyOf(orderHash), money.shares(shares)]),
  );
  return {
    of: (orderHash) => sizes.get(keyOf(orderHash)),
    reaction: when('OrderRequested').learn<AccountScope>({
      name: 'executor--signed-sizes',
      learn: ({ data }) => {
        if (data.accountId !== accountId) return;
        const [oldest] = sizes.keys();
        if (sizes.size >= ORDERS_MAX && oldest !== undefined) sizes.delete(oldest);
        sizes.set(keyOf(data.orderHash), data.shares);
      },
    }),
  };
}

const keyOf = (orderHash: string): string => orderHash.toLowerCase();
