/** Prices of many tokens at once, their history, and what was traded last. */
import { z } from 'zod';
import { formatMicro, ONE } from '../amounts/micro.js';
import { bestPrices, lastPrice } from '../markets/book-summary.js';
import type { Market } from '../markets/market.js';
import { sampled, type PriceHistory } from '../markets/price-history.js';
import type { RecentTrade, RecentTrades } from '../markets/recent-trades.js';
import type { TokenIndex } from '../matching/order-book.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, type Answer, type Routes, type VenueRequest } from './route.js';

const TOKENS_MAX = 500;

export const priceRoutes = (venue: Venue, history: PriceHistory, recent: RecentTrades): Routes => {
  const liveActivity = ({ id }: VenueRequest): Answer => {
    const market = venue.markets.find(id);
    if (market === undefined) return failed(404, 'market not found');
    return ok(recent.of(market).map((trade) => activityOf(venue, market, trade)));
  };
  return {
    'POST /midpoints': perToken(venue, (market, token) => {
      const { bid, ask } = bestPrices(market, token);
      return bid === undefined || ask === undefined ? undefined : formatMicro((bid + ask) / 2n);
    }),
    'POST /prices': perToken(venue, (market, token, sides) => {
      const { bid, ask } = bestPrices(market, token);
      return {
        ...(sides.has('BUY') ? { BUY: formatMicro(bid ?? 0n) } : {}),
        ...(sides.has('SELL') ? { SELL: formatMicro(ask ?? 0n) } : {}),
      };
    }),
    'POST /spreads': perToken(venue, (market, token) => {
      const { bid, ask } = bestPrices(market, token);
      return bid === undefined || ask === undefined ? undefined : formatMicro(ask - bid);
    }),
    'POST /last-trades-prices': (request) => {
      const read = readBody(request, tokenList);
      if (!read.read) return read.answer;
      return ok(
        read.value.flatMap(({ token_id }) => {
          const listed = venue.markets.byToken(token_id);
          return listed === undefined ? [] : [{ token_id, ...lastTradeOf(listed) }];
        }),
      );
    },
    'GET /prices-history': ({ query }) => answerHistory(venue, history, query),
    'GET /markets/live-activity/:id': liveActivity,
    // As clients of the first version call it.
    'GET /live-activity/events/:id': liveActivity,
  };
};

export const lastTradeOf = ({
  market,
  token,
}: {
  readonly market: Market;
  readonly token: TokenIndex;
}): { readonly price: string; readonly side: string } =>
  market.lastTrade === null
    ? { price: '0.5', side: '' }
    : { price: lastPrice(market, token), side: market.lastTrade.side };

const tokenList = z
  .array(z.object({ token_id: z.string().regex(/^\d{1,78}$/), side: z.string().optional() }))
  .max(TOKENS_MAX);

/** A map by token id; tokens without an answer are left out. */
const perToken =
  (
    venue: Venue,
    tell: (market: Market, token: TokenIndex, sides: ReadonlySet<string>) => unknown,
  ) =>
  (request: VenueRequest): Answer => {
    const read = readBody(request, tokenList);
    if (!read.read) return read.answer;
    const sides = new Map<string, Set<string>>();
    for (const { token_id, side } of read.value)
      sides.set(token_id, (sides.get(token_id) ?? new Set()).add((side ?? '').toUpperCase()));
    const told: Record<string, unknown> = {};
    for (const [tokenId, asked] of sides) {
      const listed = venue.markets.byToken(tokenId);
      const answer = listed === undefined ? undefined : tell(listed.market, listed.token, asked);
      if (answer !== undefined) told[tokenId] = answer;
    }
    return ok(told);
  };

const HOUR = 3_600;
const INTERVALS: ReadonlyMap<string, number> = new Map([
  ['1h', HOUR],
  ['6h', 6 * HOUR],
  ['1d', 24 * HOUR],
  ['1w', 168 * HOUR],
]);

const historyQuery = z.object({
  market: z.string().regex(/^\d{1,78}$/),
  interval: z.enum(['max', '1w', '1d', '6h', '1h']).optional(),
  startTs: z.coerce.number().int().nonnegative().optional(),
  endTs: z.coerce.number().int().nonnegative().optional(),
  /** Minutes. */
  fidelity: z.coerce.number().int().min(1).max(10_080).default(1),
});

const answerHistory = (venue: Venue, history: PriceHistory, query: URLSearchParams): Answer => {
  const read = historyQuery.safeParse(Object.fromEntries(query));
  if (!read.success) return failed(400, 'Invalid query');
  const { market: tokenId, interval, startTs, endTs, fidelity } = read.data;
  const listed = venue.markets.byToken(tokenId);
  if (listed === undefined) return ok({ history: [] });
  const nowSeconds = Math.floor(venue.nowMs() / 1000);
  const spanSeconds = INTERVALS.get(interval ?? 'max') ?? nowSeconds;
  const points = sampled(history.of(listed.market), {
    fromSeconds: startTs ?? nowSeconds - spanSeconds,
    toSeconds: endTs ?? nowSeconds,
    stepSeconds: fidelity * 60,
  });
  const own = (price: bigint): bigint => (listed.token === 0 ? price : ONE - price);
  return ok({
    history: points.map(({ atSeconds, price }) => ({
      t: atSeconds,
      p: Number(formatMicro(own(price))),
    })),
  });
};

/** The crowd has one face: the house's. */
const activityOf = (venue: Venue, market: Market, trade: RecentTrade) => ({
  event_type: 'trade',
  market: {
    condition_id: market.id,
    asset_id: market.tokenIds[trade.token],
    question: market.question,
    icon: '',
    slug: market.slug,
  },
  user: {
    address: venue.chain.house,
    username: '',
    profile_picture: '',
    optimized_profile_picture: '',
    pseudonym: '',
  },
  side: trade.side,
  size: formatMicro(trade.shares),
  fee_rate_bps: '0',
  price: formatMicro(trade.price),
  outcome: market.outcomes[trade.token],
  outcome_index: trade.token,
  transaction_hash: '',
  timestamp: Math.floor(trade.atMs / 1000).toString(),
});
