/** Placing, cancelling and reading one's own orders and trades. */
import { z } from 'zod';
import { formatMicro } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { cancelOrders } from '../orders/cancel-orders.js';
import { openOrder } from '../orders/order-views.js';
import type { VenueOrder } from '../orders/order.js';
import type { Taken } from '../orders/commit-order.js';
import { placeOrder } from '../orders/place-order.js';
import type { Refusal } from '../orders/refusal.js';
import { tradeRow } from '../trades/trade-views.js';
import type { VenueTrade } from '../trades/trade.js';
import {
  cancelRefusal,
  orderRefusal,
  POST_ONLY,
  postOnlyRefusal,
} from '../trading-state/refuse-by-state.js';
import type { TradingNow } from '../trading-state/trading-state.js';
import type { Venue } from '../venue.js';
import { page } from './pages.js';
import {
  failed,
  ok,
  parseJson,
  readBody,
  signed,
  type Answer,
  type Handler,
  type Routes,
  type VenueRequest,
} from './route.js';

const BATCH_ORDERS_MAX = 15;
const BATCH_CANCELS_MAX = 1_000;

export const orderRoutes = (venue: Venue, onOrder: () => void): Routes => ({
  'POST /order': whileTrading(venue, orderRefusal, async (request, key) => {
    onOrder();
    const json = parseJson(request.body);
    if (!json.read) return json.answer;
    const refused = postOnlyRefusal(venue.trading.get(), venue.nowMs());
    if (refused !== undefined && !isPostOnly(json.value)) return refused;
    const placed = await placeOrder(venue, key, json.value);
    if (placed.kind === 'taken') return ok(sendAnswer(placed));
    return failed(placed.status, placed.error, detailOf(placed));
  }),
  'POST /orders': whileTrading(venue, orderRefusal, async (request, key) => {
    onOrder();
    const read = readBody(request, z.array(z.unknown()));
    if (!read.read) return read.answer;
    const { length } = read.value;
    if (length > BATCH_ORDERS_MAX)
      return failed(400, `Too many orders in payload: ${length}, max allowed: ${BATCH_ORDERS_MAX}`);
    const legs: unknown[] = [];
    const postOnly = venue.trading.get().mode === 'post_only';
    for (const body of read.value)
      legs.push(
        postOnly && !isPostOnly(body)
          ? refusedLeg(POST_ONLY)
          : batchLeg(await placeOrder(venue, key, body)),
      );
    return ok(legs);
  }),
  'DELETE /order': whileTrading(venue, cancelRefusal, (request, key) => {
    const read = readBody(request, z.object({ orderID: z.string().max(100) }));
    return read.read ? ok(cancelOrders(venue, key.id, [read.value.orderID])) : read.answer;
  }),
  'DELETE /orders': whileTrading(venue, cancelRefusal, (request, key) => {
    const read = readBody(request, z.array(z.string().max(100)).max(BATCH_CANCELS_MAX));
    return read.read ? ok(cancelOrders(venue, key.id, read.value)) : read.answer;
  }),
  'DELETE /cancel-all': whileTrading(venue, cancelRefusal, (_request, key) =>
    ok(cancelOrders(venue, key.id, idsOf(venue.orders.liveOf(key.id)))),
  ),
  'DELETE /cancel-market-orders': whileTrading(venue, cancelRefusal, (request, key) => {
    const read = readBody(request, marketCancel);
    if (!read.read) return read.answer;
    const { market, asset_id } = read.value;
    const chosen = matching(venue.orders.liveOf(key.id), { market, asset_id });
    return ok(cancelOrders(venue, key.id, idsOf(chosen)));
  }),
  'GET /data/orders': signed(venue, ({ query }, key) => {
    const id = query.get('id') ?? undefined;
    const chosen = matching(venue.orders.liveOf(key.id), chosenBy(query)).filter(
      (order) => id === undefined || order.id === id.toLowerCase(),
    );
    return ok(
      page(
        chosen.map((order) => viewOf(venue, order)),
        query,
      ),
    );
  }),
  'GET /data/pre-migration-orders': signed(venue, ({ query }) => ok(page([], query))),
  'GET /data/order/:id': signed(venue, ({ id }, key) => {
    const order = venue.orders.find(id);
    return ok(order?.owner === key.id ? viewOf(venue, order) : null);
  }),
  'GET /data/trades': signed(venue, (request, key) => ok(tradePage(venue, request, key))),
});

/** The matching engine's state comes before the question whose request it is. */
const whileTrading =
  (
    venue: Venue,
    refusal: (now: TradingNow) => Answer | undefined,
    handle: Parameters<typeof signed>[1],
  ): Handler =>
  (request) =>
    refusal(venue.trading.get()) ?? signed(venue, handle)(request);

const isPostOnly = (body: unknown): boolean =>
  z.object({ postOnly: z.literal(true) }).safeParse(body).success;

const marketCancel = z.object({
  market: z.string().max(100).optional(),
  asset_id: z.string().max(100).optional(),
});

type Choice = { readonly market?: string | undefined; readonly asset_id?: string | undefined };

const chosenBy = (query: URLSearchParams): Choice => ({
  market: query.get('market') ?? undefined,
  asset_id: query.get('asset_id') ?? undefined,
});

const matching = (orders: readonly VenueOrder[], choice: Choice): readonly VenueOrder[] =>
  orders.filter(
    (order) =>
      (choice.market === undefined || order.conditionId === choice.market.toLowerCase()) &&
      (choice.asset_id === undefined || order.tokenId === choice.asset_id),
  );

const idsOf = (orders: readonly VenueOrder[]): readonly string[] => orders.map(({ id }) => id);

const viewOf = (venue: Venue, order: VenueOrder) =>
  openOrder(order, venue.markets.find(order.conditionId));

const tradePage = (venue: Venue, { query }: VenueRequest, key: ApiKey) => {
  const { market, asset_id } = chosenBy(query);
  const [id, maker] = [query.get('id'), query.get('maker_address')?.toLowerCase()];
  const [before, after] = [query.get('before'), query.get('after')];
  const fits = (trade: VenueTrade): boolean =>
    (id === null || trade.id === id) &&
    (market === undefined || trade.conditionId === market.toLowerCase()) &&
    (asset_id === undefined || trade.taker.tokenId === asset_id) &&
    (before === null || trade.matchedAtMs < Number(before) * 1000) &&
    (after === null || trade.matchedAtMs >= Number(after) * 1000);
  const rows = venue.trades
    .of(key.id)
    .filter(fits)
    .map((trade) => tradeRow(trade, venue.markets.find(trade.conditionId), key.id))
    .filter((row) => maker === undefined || row.maker_address.toLowerCase() === maker);
  return page(rows, query);
};

/** A match is told by its trades; their transactions are not known yet. */
const sendAnswer = ({ order, trades }: Taken) => {
  const [shares, dollars] = [formatMicro(order.matchedShares), formatMicro(order.matchedDollars)];
  const matched = trades.length > 0;
  return {
    success: true,
    errorMsg: '',
    orderID: order.id,
    status: matched ? 'matched' : order.status === 'DELAYED' ? 'delayed' : 'live',
    makingAmount: matched ? (order.side === 'BUY' ? dollars : shares) : '',
    takingAmount: matched ? (order.side === 'BUY' ? shares : dollars) : '',
    ...(matched ? { tradeIDs: trades.map(({ id }) => id) } : {}),
  };
};

/** Like the venue, a batch hides a refused leg behind success and an empty id. */
const batchLeg = (placed: Taken | Refusal) =>
  placed.kind === 'taken' ? sendAnswer(placed) : refusedLeg(placed.error);

const refusedLeg = (errorMsg: string) => ({
  success: true,
  errorMsg,
  orderID: '',
  status: '',
  makingAmount: '',
  takingAmount: '',
});

const detailOf = ({ detail }: Refusal): object => (detail === undefined ? {} : { detail });
