/** Placing and cancelling orders. */
import { z } from 'zod';
import { formatMicro } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { cancelOrders } from '../orders/cancel-orders.js';
import type { VenueOrder } from '../orders/order.js';
import type { Taken } from '../orders/commit-order.js';
import { placeOrder } from '../orders/place-order.js';
import type { Refusal } from '../orders/refusal.js';
import {
  cancelRefusal,
  orderRefusal,
  POST_ONLY,
  postOnlyRefusal,
} from '../trading-state/refuse-by-state.js';
import type { TradingNow } from '../trading-state/trading-state.js';
import type { Venue } from '../venue.js';
import { matching } from './data-routes.js';
import { createSignerLimits, type LimitKind, type SignerLimits } from './signer-limits.js';
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

export const orderRoutes = (venue: Venue, onOrder: () => void): Routes => {
  const limits = createSignerLimits(venue.rules.signerLimit, venue.nowMs);
  const orders = taking(venue, limits, 'orders', orderRefusal);
  const cancels = taking(venue, limits, 'cancels', cancelRefusal);
  return {
    'POST /order': orders(oneAtATime, async (request, key) => {
      onOrder();
      const json = parseJson(request.body);
      if (!json.read) return json.answer;
      const refused = postOnlyRefusal(venue.trading.get(), venue.nowMs());
      if (refused !== undefined && !isPostOnly(json.value)) return refused;
      const placed = await placeOrder(venue, key, json.value);
      if (placed.kind === 'taken') return ok(sendAnswer(placed));
      return failed(placed.status, placed.error, detailOf(placed));
    }),
    'POST /orders': orders(lengthOfBody, async (request, key) => {
      onOrder();
      const read = readBody(request, z.array(z.unknown()));
      if (!read.read) return read.answer;
      const { length } = read.value;
      if (length > BATCH_ORDERS_MAX)
        return failed(
          400,
          `Too many orders in payload: ${length}, max allowed: ${BATCH_ORDERS_MAX}`,
        );
      const postOnly = venue.trading.get().mode === 'post_only';
      const legs = read.value.map(async (body) =>
        postOnly && !isPostOnly(body)
          ? refusedLeg(POST_ONLY)
          : batchLeg(await placeOrder(venue, key, body)),
      );
      return ok(await Promise.all(legs));
    }),
    'DELETE /order': cancels(oneAtATime, (request, key) => {
      const read = readBody(request, z.object({ orderID: z.string().max(100) }));
      return read.read ? ok(cancelOrders(venue, key.id, [read.value.orderID])) : read.answer;
    }),
    'DELETE /orders': cancels(lengthOfBody, (request, key) => {
      const read = readBody(request, z.array(z.string().max(100)));
      if (!read.read) return read.answer;
      const { length } = read.value;
      if (length > BATCH_CANCELS_MAX)
        return failed(
          400,
          `Too many orders in payload: ${length}, max allowed: ${BATCH_CANCELS_MAX}`,
        );
      return ok(cancelOrders(venue, key.id, read.value));
    }),
    'DELETE /cancel-all': cancels(oneAndAllOpen, (_request, key) =>
      ok(cancelOrders(venue, key.id, idsOf(venue.orders.liveOf(key.id)))),
    ),
    'DELETE /cancel-market-orders': cancels(oneAndAllOpen, (request, key) => {
      const read = readBody(request, marketCancel);
      if (!read.read) return read.answer;
      const { market, asset_id } = read.value;
      const chosen = matching(venue.orders.liveOf(key.id), { market, asset_id });
      return ok(cancelOrders(venue, key.id, idsOf(chosen)));
    }),
  };
};

type CostOf = (request: VenueRequest, key: ApiKey, venue: Venue) => number;

const oneAtATime: CostOf = () => 1;

/** A body that is no list is refused later, for what it is. */
const lengthOfBody: CostOf = ({ body }) => {
  const json = parseJson(body);
  return json.read && Array.isArray(json.value) ? json.value.length : 1;
};

const oneAndAllOpen: CostOf = (_request, key, venue) => 1 + venue.orders.liveOf(key.id).length;

/** The state of the matching engine comes before the question whose request it is, the limit after. */
const taking =
  (
    venue: Venue,
    limits: SignerLimits,
    kind: LimitKind,
    refusal: (now: TradingNow) => Answer | undefined,
  ) =>
  (costOf: CostOf, handle: Parameters<typeof signed>[1]): Handler => {
    const limited = signed(venue, async (request, key) => {
      const { allowed, headers } = limits.spend(key.address, kind, costOf(request, key, venue));
      const answer = allowed ? await handle(request, key) : failed(429, 'Too Many Requests');
      return { ...answer, headers: { ...headers, ...answer.headers } };
    });
    return (request) => refusal(venue.trading.get()) ?? limited(request);
  };

const isPostOnly = (body: unknown): boolean =>
  z.object({ postOnly: z.literal(true) }).safeParse(body).success;

const marketCancel = z.object({
  market: z.string().max(100).optional(),
  asset_id: z.string().max(100).optional(),
});

const idsOf = (orders: readonly VenueOrder[]): readonly string[] => orders.map(({ id }) => id);

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
