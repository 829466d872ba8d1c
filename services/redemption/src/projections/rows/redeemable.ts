/** What the payout of a condition is about: its outcomes, and the orders that filled in it. */
import {
  leaving,
  money,
  shareOut,
  type market,
  type order,
  type redemption,
  type walletAction,
} from '@sluice/domain';
import { upsertRows, type RowShape } from '@sluice/postgres';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';

export type RedeemableOrder = {
  readonly order_id: string;
  readonly signal_id: string;
  readonly account_id: string;
  readonly strategy_id: string;
  readonly condition_id: string;
  readonly token_id: string;
  readonly side: 'BUY' | 'SELL';
  readonly settled_shares: string;
};

export type RedeemableMarket = {
  readonly condition_id: string;
  readonly outcomes: readonly { readonly tokenId: string; readonly name: string }[];
  readonly winning_outcome: string | null;
  readonly resolved_at: Date | string | null;
};

export type HeldPart = { readonly order: RedeemableOrder; readonly shares: bigint };

/**
 * The part of each buy that is still held: what its strategy sold is taken from all its buys alike.
 * Nothing of a strategy that sold everything.
 */
export function heldParts(orders: readonly RedeemableOrder[]): readonly HeldPart[] {
  const strategies = [...new Set(orders.map(({ strategy_id }) => strategy_id))].sort();
  return strategies.flatMap((strategyId) => {
    const own = orders.filter(({ strategy_id }) => strategy_id === strategyId);
    const bought = own
      .filter(({ side }) => side === 'BUY')
      .sort((one, other) => (one.order_id < other.order_id ? -1 : 1));
    const sold = own.filter(({ side }) => side === 'SELL');
    const held = sumOf(bought) - sumOf(sold);
    if (held <= 0n) return [];
    const parts = shareOut(held, bought.map(settled));
    return bought
      .map((order, index) => ({ order, shares: parts[index] ?? 0n }))
      .filter(({ shares }) => shares > 0n);
  });
}

const settled = ({ settled_shares }: RedeemableOrder): bigint => money.shares(settled_shares);
const sumOf = (orders: readonly RedeemableOrder[]): bigint =>
  orders.map(settled).reduce((total, shares) => total + shares, 0n);

// How facts change them

export function afterConfirmed(
  row: RedeemableOrder | undefined,
  { data }: order.FillConfirmed,
): RedeemableOrder {
  const before = row === undefined ? 0n : settled(row);
  return {
    order_id: data.orderId,
    signal_id: data.signalId,
    account_id: data.accountId,
    strategy_id: data.strategyId,
    condition_id: data.conditionId,
    token_id: data.tokenId,
    side: data.side,
    settled_shares: money.decimal(before + data.shares),
  };
}

/** What a merge took of each outcome is as good as sold: by all that hold it, alike. */
export function mergedParts(
  orders: readonly RedeemableOrder[],
  { data: { actionId, accountId, work } }: walletAction.Confirmed,
): readonly RedeemableOrder[] {
  if (work.kind !== 'merge') return [];
  const { conditionId, tokenIds, shares } = work;
  return tokenIds.flatMap((tokenId) => {
    const ofToken = orders.filter(
      (row) => row.account_id === accountId && row.token_id === tokenId,
    );
    const strategies = [...new Set(ofToken.map(({ strategy_id }) => strategy_id))].sort();
    const held = strategies.map((strategyId) =>
      heldParts(ofToken.filter(({ strategy_id }) => strategy_id === strategyId)).reduce(
        (total, part) => total + part.shares,
        0n,
      ),
    );
    const gone = leaving(shares, held);
    return strategies.map((strategyId, index): RedeemableOrder => ({
      order_id: uuidFrom('merge', `${actionId}/${tokenId}/${strategyId}`),
      signal_id: actionId,
      ...{ account_id: accountId, strategy_id: strategyId, condition_id: conditionId },
      ...{ token_id: tokenId, side: 'SELL' },
      settled_shares: money.decimal(gone[index] ?? 0n),
    }));
  });
}

export function afterMarketFact(
  row: RedeemableMarket | undefined,
  fact: market.Listed | market.Resolved,
): RedeemableMarket | undefined {
  if (fact.type === 'MarketListed') {
    const { conditionId: condition_id, outcomes } = fact.data;
    const unresolved = { winning_outcome: null, resolved_at: null };
    return { ...(row ?? unresolved), condition_id, outcomes };
  }
  const { payoutNumerators, at } = fact.data;
  if (row === undefined) return undefined;
  const winners = row.outcomes.filter((_, index) => (payoutNumerators[index] ?? 0n) > 0n);
  return { ...row, winning_outcome: winners.map(outcomeName).join('/'), resolved_at: at };
}

/** YES and NO, as the design writes them. */
export const outcomeName = ({ name }: { readonly name: string }): string => name.toUpperCase();

// Where they are kept

type Wanted = {
  readonly orderIds: readonly string[];
  readonly holders: readonly Pick<redemption.RedemptionKey, 'accountId' | 'conditionId'>[];
};

/** These orders, and all orders of these accounts in these conditions. */
export const storedOrders = (
  tx: EntityManager,
  { orderIds, holders }: Wanted,
): Promise<RedeemableOrder[]> =>
  tx.query(
    `select * from redeemable_orders where order_id = any($1::uuid[])
     union
     select * from redeemable_orders
     where (account_id, condition_id) in (select * from unnest($2::text[], $3::text[]))`,
    [
      orderIds,
      holders.map(({ accountId }) => accountId),
      holders.map(({ conditionId }) => conditionId),
    ],
  );

export const storedMarkets = (
  tx: EntityManager,
  conditionIds: readonly string[],
): Promise<RedeemableMarket[]> =>
  tx.query('select * from redeemable_markets where condition_id = any($1)', [conditionIds]);

export async function storeRedeemable(
  tx: EntityManager,
  orders: readonly RedeemableOrder[],
  markets: readonly RedeemableMarket[],
): Promise<void> {
  await upsertRows(tx, ORDER_SHAPE, orders);
  const written = markets.map((row) => ({ ...row, outcomes: JSON.stringify(row.outcomes) }));
  await upsertRows(tx, MARKET_SHAPE, written);
}

const ORDER_SHAPE: RowShape<keyof RedeemableOrder> = {
  table: 'redeemable_orders',
  key: ['order_id'],
  columns: {
    order_id: 'uuid',
    signal_id: 'text',
    account_id: 'text',
    strategy_id: 'text',
    condition_id: 'text',
    token_id: 'text',
    side: 'text',
    settled_shares: 'numeric',
  },
};

const MARKET_SHAPE: RowShape<keyof RedeemableMarket> = {
  table: 'redeemable_markets',
  key: ['condition_id'],
  columns: {
    condition_id: 'text',
    outcomes: 'jsonb',
    winning_outcome: 'text',
    resolved_at: 'timestamptz',
  },
};
