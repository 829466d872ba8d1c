/** Redemptions: what each filled order of a resolved condition is paid, and how far that has come. */
import type {
  AccountId,
  ConditionId,
  market,
  order,
  redemption,
  StrategyId,
  walletAction,
} from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  afterConfirmed,
  afterMarketFact,
  heldParts,
  mergedParts,
  storedMarkets,
  storedOrders,
  storeRedeemable,
  type RedeemableMarket,
  type RedeemableOrder,
} from './rows/redeemable.js';
import {
  attempted,
  delayed,
  lost,
  opened,
  paid,
  REDEMPTION_SHAPE,
  type RedemptionRow,
} from './rows/redemption-row.js';

type Event =
  order.FillConfirmed | market.Listed | market.Resolved | redemption.Event | walletAction.Confirmed;

export const redemptions: Projection<Event> = {
  name: 'redemption--redemptions',
  version: 3,
  tables: ['lt_redemptions', 'redeemable_orders', 'redeemable_markets'],
  on: [
    'FillConfirmed',
    'MarketListed',
    'MarketResolved',
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
    'LossConfirmed',
    'WalletActionConfirmed',
  ],
  apply: async (tx, batch) => {
    const desk = await openDesk(tx, batch);
    for (const fact of batch) take(desk, fact);
    await storeRedeemable(tx, [...desk.orders.values()], [...desk.markets.values()]);
    await upsertRows(tx, REDEMPTION_SHAPE, [...desk.redemptions.values()]);
  },
};

// The question we ask of it

export const redemptionsOf = (
  database: DataSource,
  strategyId: StrategyId,
): Promise<RedemptionRow[]> =>
  database.query(
    'select * from lt_redemptions where strategy_id = $1 order by created_at, redemption_id',
    [strategyId],
  );

export type RedemptionsAsked = {
  readonly accountId: AccountId;
  readonly strategyId?: StrategyId | undefined;
  readonly status?: RedemptionRow['redemption_status'] | undefined;
  readonly type?: RedemptionRow['redemption_type'] | undefined;
  /** The last one seen. */
  readonly before?: string | undefined;
  readonly limit: number;
};

/** Newest first. */
export const redemptionsAsked = (
  database: DataSource,
  { accountId, strategyId, status, type, before, limit }: RedemptionsAsked,
): Promise<RedemptionRow[]> =>
  database.query(
    `select * from lt_redemptions
     where account_id = $1 and ($2::text is null or strategy_id = $2)
       and ($3::text is null or redemption_status = $3)
       and ($4::text is null or redemption_type = $4)
       and ($5::uuid is null or (created_at, redemption_id) <
         (select created_at, redemption_id from lt_redemptions where redemption_id = $5))
     order by created_at desc, redemption_id desc limit $6`,
    [accountId, strategyId ?? null, status ?? null, type ?? null, before ?? null, limit],
  );

export const redemptionsOfCondition = (
  database: DataSource,
  accountId: AccountId,
  conditionId: ConditionId,
): Promise<RedemptionRow[]> =>
  database.query(
    `select * from lt_redemptions where account_id = $1 and condition_id = $2
     order by created_at, redemption_id`,
    [accountId, conditionId],
  );

// How a fact changes rows

/** All rows that the facts of one batch are about. */
type Desk = {
  readonly orders: Map<string, RedeemableOrder>;
  readonly markets: Map<string, RedeemableMarket>;
  readonly redemptions: Map<string, RedemptionRow>;
};

function take(desk: Desk, fact: Event): void {
  switch (fact.type) {
    case 'FillConfirmed': {
      const { orderId } = fact.data;
      desk.orders.set(orderId, afterConfirmed(desk.orders.get(orderId), fact));
      return;
    }
    case 'MarketListed':
    case 'MarketResolved': {
      const { conditionId } = fact.data;
      const next = afterMarketFact(desk.markets.get(conditionId), fact);
      if (next !== undefined) desk.markets.set(conditionId, next);
      return;
    }
    case 'WalletActionConfirmed':
      for (const row of mergedParts([...desk.orders.values()], fact)) {
        desk.orders.set(row.order_id, row);
      }
      return;
    default:
      for (const row of redemptionsAfter(desk, fact)) desk.redemptions.set(row.redemption_id, row);
  }
}

function redemptionsAfter(desk: Desk, fact: redemption.Event): readonly RedemptionRow[] {
  const { accountId, conditionId } = fact.data;
  const waiting = [...desk.redemptions.values()].filter(
    (row) =>
      row.account_id === accountId &&
      row.condition_id === conditionId &&
      row.redemption_type === 'WINNER',
  );
  switch (fact.type) {
    case 'RedemptionRequested':
      return opening(desk, fact).filter(
        ({ redemption_id }) => !desk.redemptions.has(redemption_id),
      );
    case 'LossConfirmed':
      return opening(desk, fact).map((row) => lost(row, fact));
    case 'RedemptionSigned':
    case 'RedemptionReplaced':
    case 'RedemptionSubmitted':
    case 'RedemptionMined':
    case 'RedemptionUndone':
    case 'RedemptionFailed':
      return waiting
        .filter(({ redemption_status }) => redemption_status !== 'REDEEMED')
        .map((row) => attempted(row, fact));
    case 'RedemptionDelayed':
      return waiting.map((row) => delayed(row, fact));
    case 'RedemptionConfirmed':
      return paid(waiting, fact);
    case 'RedemptionFoundElsewhere': {
      const open = new Map(
        [...waiting, ...opening(desk, fact)].map((row) => [row.redemption_id, row]),
      );
      for (const row of waiting) open.set(row.redemption_id, row);
      return paid([...open.values()], fact);
    }
  }
}

/** One row for every order whose shares are still held; a plan's losers have theirs already. */
function opening(
  { orders, markets }: Desk,
  fact: redemption.Requested | redemption.LossConfirmed | redemption.FoundElsewhere,
): readonly RedemptionRow[] {
  const { accountId, conditionId, holdings } = fact.data;
  const isLoss = fact.type === 'LossConfirmed';
  return holdings
    .filter(({ payoutUsd }) => (payoutUsd === 0n) === isLoss)
    .flatMap(({ tokenId }) => {
      const ofToken = [...orders.values()].filter(
        (row) => row.account_id === accountId && row.token_id === tokenId,
      );
      return heldParts(ofToken).map((part) => opened(fact, part, markets.get(conditionId)));
    });
}

// The rows of a batch

async function openDesk(tx: EntityManager, batch: readonly Event[]): Promise<Desk> {
  const orderIds = batch.flatMap(({ type, data }) =>
    type === 'FillConfirmed' ? data.orderId : [],
  );
  const holders = batch.flatMap(({ data }) => ('redemptionId' in data ? data : mergedOf(data)));
  const conditionIds = batch.flatMap(({ data }) =>
    'conditionId' in data ? data.conditionId : mergedOf(data).map((merge) => merge.conditionId),
  );
  const orders = await storedOrders(tx, { orderIds, holders });
  const markets = await storedMarkets(tx, [...new Set(conditionIds)]);
  const stored = await storedRedemptions(tx, holders);
  return {
    orders: new Map(orders.map((row) => [row.order_id, row])),
    markets: new Map(markets.map((row) => [row.condition_id, row])),
    redemptions: new Map(stored.map((row) => [row.redemption_id, row])),
  };
}

type Holder = Pick<redemption.RedemptionKey, 'accountId' | 'conditionId'>;

function mergedOf(data: Event['data']): readonly Holder[] {
  if (!('work' in data) || data.work.kind !== 'merge') return [];
  return [{ accountId: data.accountId, conditionId: data.work.conditionId }];
}

const storedRedemptions = (
  tx: EntityManager,
  holders: readonly Holder[],
): Promise<RedemptionRow[]> =>
  tx.query(
    `select * from lt_redemptions
     where (account_id, condition_id) in (select * from unnest($1::text[], $2::text[]))`,
    [holders.map(({ accountId }) => accountId), holders.map(({ conditionId }) => conditionId)],
  );
