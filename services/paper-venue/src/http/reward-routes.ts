/** Which orders would earn rewards; nothing is ever paid here, so all earnings are none. */
import { z } from 'zod';
import { formatMicro } from '../amounts/micro.js';
import type { ApiKey } from '../auth/api-keys.js';
import { outcomePrice } from '../markets/market-views.js';
import type { Market } from '../markets/market.js';
import { isScoring, REWARDS } from '../markets/scoring.js';
import type { Venue } from '../venue.js';
import { page } from './pages.js';
import { failed, ok, readBody, signed, type Routes } from './route.js';

const ORDERS_MAX = 1_000;

export const rewardRoutes = (venue: Venue): Routes => {
  const scores = (key: ApiKey, id: string): boolean => {
    const order = venue.orders.find(id);
    if (order?.owner !== key.id) return false;
    const market = venue.markets.find(order.conditionId);
    return market !== undefined && isScoring(order, market, venue.nowMs());
  };
  const open = (): readonly Market[] => venue.markets.all().filter(({ stage }) => stage === 'open');
  return {
    'GET /order-scoring': signed(venue, ({ query }, key) =>
      ok({ scoring: scores(key, query.get('order_id') ?? '') }),
    ),
    'POST /orders-scoring': signed(venue, (request, key) => {
      const read = readBody(request, z.array(z.string().max(100)).max(ORDERS_MAX));
      if (!read.read) return read.answer;
      return ok(Object.fromEntries(read.value.map((id) => [id, scores(key, id)])));
    }),
    'GET /rewards/markets/current': ({ query }) => ok(page(open().map(rewardOf), query)),
    'GET /rewards/markets/:id': ({ id, query }) => {
      const market = venue.markets.find(id);
      return market === undefined
        ? failed(404, 'market not found')
        : ok(page([rewardOf(market)], query));
    },
    'GET /rewards/user': signed(venue, ({ query }) => ok(page([], query))),
    'GET /rewards/user/total': signed(venue, () => ok([])),
    'GET /rewards/user/percentages': signed(venue, () => ok({})),
    'GET /rewards/user/markets': signed(venue, ({ query }) => ok(page([], query))),
  };
};

const rewardOf = (market: Market) => ({
  condition_id: market.id,
  question: market.question,
  market_slug: market.slug,
  event_slug: market.event?.slug ?? market.slug,
  image: '',
  rewards_max_spread: Number(formatMicro(REWARDS.maxSpread * 100n)),
  rewards_min_size: Number(formatMicro(REWARDS.minSize)),
  market_competitiveness: 0,
  tokens: ([0, 1] as const).map((token) => ({
    token_id: market.tokenIds[token],
    outcome: market.outcomes[token],
    price: Number(outcomePrice(market, token)),
  })),
  rewards_config: [],
});
