/** Which live orders a payout is about: the buys of every strategy that still holds the outcome. */
import { money, type redemption } from '@sluice/domain';
import { uuidFrom } from '@sluice/runtime';
import type { LtOrderRow } from './lt-order-row.js';

export function linked(
  rows: readonly LtOrderRow[],
  { data }: redemption.Requested | redemption.LossConfirmed,
): readonly LtOrderRow[] {
  return data.holdings.flatMap(({ tokenId }) => {
    const ofToken = rows.filter(
      (row) => row.account_id === data.accountId && row.token_id === tokenId,
    );
    return ofToken.flatMap((row) =>
      row.side === 'BUY' &&
      row.order_id !== null &&
      money.shares(row.settled_shares) > 0n &&
      heldBy(row.strategy_id, ofToken) > 0n
        ? [{ ...row, redemption_id: uuidFrom('redemption', row.order_id) }]
        : [],
    );
  });
}

/** Bought less sold, as far as the chain has settled it. */
const heldBy = (strategyId: string, rows: readonly LtOrderRow[]): bigint =>
  rows
    .filter((row) => row.strategy_id === strategyId)
    .reduce(
      (held, { side, settled_shares }) =>
        side === 'BUY' ? held + money.shares(settled_shares) : held - money.shares(settled_shares),
      0n,
    );
