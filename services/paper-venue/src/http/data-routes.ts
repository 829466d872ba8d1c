/** Reading one's own orders and trades, in the dialect the venue was told to speak. */
import { formatMicro } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { openOrder } from '../orders/order-views.js';
import { isOpen, type VenueOrder } from '../orders/order.js';
import { tradeRow } from '../trades/trade-views.js';
import { legsOf, type VenueTrade } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import { orderIn, tradeIn } from './dialects.js';
import { page } from './pages.js';
import { ok, readable, type Routes, type VenueRequest } from './route.js';

export const dataRoutes = (venue: Venue): Routes => ({
  'GET /data/orders': readable(venue, ({ query }, key) => {
    const id = query.get('id') ?? undefined;
    const chosen = matching(venue.orders.liveOf(key.id), chosenBy(query)).filter(
      (order) => id === undefined || order.id === id.toLowerCase(),
    );
    const rows = chosen.map((order) => viewOf(venue, order));
    return ok(page(rows, query));
  }),
  'GET /data/pre-migration-orders': readable(venue, ({ query }) => ok(page([], query))),
  'GET /data/order/:id': readable(venue, ({ id }, key) => {
    const order = venue.orders.find(id);
    if (order?.owner !== key.id) return ok(null);
    const told = isOpen(order) || venue.rules.finishedOrders === 'terminal';
    return ok(told ? viewOf(venue, order) : null);
  }),
  'GET /data/trades': readable(venue, (request, key) => ok(tradePage(venue, request, key))),
  'GET /builder/trades': ({ query }) => {
    const code = query.get('builder_code')?.toLowerCase();
    const rows = venue.trades
      .all()
      .filter(
        ({ taker }) => venue.orders.find(taker.orderId)?.signed.builder.toLowerCase() === code,
      )
      .filter(fitting(query))
      .map((trade) => builderTrade(venue, trade, code ?? ''));
    return ok(page(rows, query));
  },
  'GET /fees/builder-fees/:id': () =>
    ok({ builder_maker_fee_rate_bps: 0, builder_taker_fee_rate_bps: 0 }),
});

export type Choice = {
  readonly market?: string | undefined;
  readonly asset_id?: string | undefined;
};

export const matching = (orders: readonly VenueOrder[], choice: Choice): readonly VenueOrder[] =>
  orders.filter(
    (order) =>
      (choice.market === undefined || order.conditionId === choice.market.toLowerCase()) &&
      (choice.asset_id === undefined || order.tokenId === choice.asset_id),
  );

const chosenBy = (query: URLSearchParams): Choice => ({
  market: query.get('market') ?? undefined,
  asset_id: query.get('asset_id') ?? undefined,
});

const viewOf = (venue: Venue, order: VenueOrder) =>
  orderIn(venue.rules.dialect, openOrder(order, venue.markets.find(order.conditionId)));

const fitting = (query: URLSearchParams) => {
  const { market, asset_id } = chosenBy(query);
  const [id, before, after] = [query.get('id'), query.get('before'), query.get('after')];
  return (trade: VenueTrade): boolean =>
    (id === null || trade.id === id) &&
    (market === undefined || trade.conditionId === market.toLowerCase()) &&
    (asset_id === undefined || legsOf(trade).some((leg) => leg.tokenId === asset_id)) &&
    (before === null || trade.matchedAtMs < Number(before) * 1000) &&
    (after === null || trade.matchedAtMs >= Number(after) * 1000);
};

const tradePage = (venue: Venue, { query }: VenueRequest, key: ApiKey) => {
  const maker = query.get('maker_address')?.toLowerCase();
  const rows = venue.trades
    .of(key.id)
    .filter(fitting(query))
    .map((trade) => tradeRow(trade, venue.markets.find(trade.conditionId), key.id))
    .filter((row) => maker === undefined || row.maker_address.toLowerCase() === maker)
    .map((row) => tradeIn(venue.rules.dialect, row));
  return page(rows, query);
};

const builderTrade = (venue: Venue, trade: VenueTrade, builderCode: string) => {
  const { taker } = trade;
  const seconds = Math.floor(trade.matchedAtMs / 1000).toString();
  return {
    id: trade.id,
    tradeType: 'TAKER',
    takerOrderHash: taker.orderId,
    builder: builderCode,
    market: trade.conditionId,
    assetId: taker.tokenId,
    side: taker.side,
    size: formatMicro(taker.shares),
    sizeUsdc: formatMicro(taker.dollars),
    price: formatMicro(taker.price),
    status: trade.status,
    outcome: venue.markets.find(trade.conditionId)?.outcomes[taker.token] ?? '',
    outcomeIndex: taker.token,
    owner: taker.owner,
    maker: taker.wallet,
    transactionHash: trade.transactionHash ?? '',
    matchTime: seconds,
    bucketIndex: trade.bucketIndex,
    fee: formatMicro(taker.fee),
    feeUsdc: formatMicro(taker.fee),
    builderFee: '0',
    builderCode,
    err_msg: null,
    createdAt: new Date(trade.matchedAtMs).toISOString(),
    updatedAt: new Date(trade.updatedAtMs).toISOString(),
  };
};
