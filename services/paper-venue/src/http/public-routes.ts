/** What anyone may ask: the time, the markets, their books and prices. */
import { z } from 'zod';
import { formatMicro } from '../amounts/micro.js';
import { bestPrices, bookSummary } from '../markets/book-summary.js';
import { clobMarket, clobMarketInfo, simplifiedMarket } from '../markets/market-views.js';
import { isNegRisk } from '../markets/market-traits.js';
import type { Market } from '../markets/market.js';
import type { Side, TokenIndex } from '../matching/order-book.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, type Answer, type Routes, type VenueRequest } from './route.js';
import { page } from './pages.js';
import { lastTradeOf } from './price-routes.js';

const BOOKS_MAX = 500;

export const publicRoutes = (venue: Venue): Routes => {
  const withToken =
    (answer: (market: Market, token: TokenIndex, request: VenueRequest) => Answer) =>
    (request: VenueRequest): Answer => {
      const tokenId = request.query.get('token_id') ?? '';
      if (!/^\d{1,78}$/.test(tokenId)) return failed(400, 'Invalid token id');
      const listed = venue.markets.byToken(tokenId);
      return listed === undefined ? noBook() : answer(listed.market, listed.token, request);
    };
  const withMarket =
    (answer: (market: Market) => unknown) =>
    (request: VenueRequest): Answer => {
      const market = venue.markets.find(request.id);
      return market === undefined ? failed(404, 'market not found') : ok(answer(market));
    };
  const all = venue.markets.all;
  // Rewards are set in every market here, so the sample is all that is open.
  const sampled = (): readonly Market[] => all().filter(({ stage }) => stage === 'open');
  return {
    // Older clients ask the host itself.
    'GET /': () => ok('OK'),
    'GET /ok': () => ok('OK'),
    'GET /time': () => ok(Math.floor(venue.nowMs() / 1000)),
    'GET /version': () => ok({ version: 2 }),
    'GET /markets': ({ query }) => ok(page(all().map(clobMarket), query)),
    'GET /simplified-markets': ({ query }) => ok(page(all().map(simplifiedMarket), query)),
    'GET /sampling-markets': ({ query }) => ok(page(sampled().map(clobMarket), query)),
    'GET /sampling-simplified-markets': ({ query }) =>
      ok(page(sampled().map(simplifiedMarket), query)),
    'GET /markets/:id': withMarket(clobMarket),
    'GET /clob-markets/:id': withMarket(clobMarketInfo),
    'GET /markets-by-token/:id': (request) => {
      const listed = venue.markets.byToken(request.id);
      if (listed === undefined) return failed(404, 'market not found');
      const [primary_token_id, secondary_token_id] = listed.market.tokenIds;
      return ok({ condition_id: listed.market.id, primary_token_id, secondary_token_id });
    },
    'GET /tick-size': withToken((market) =>
      ok({ minimum_tick_size: Number(formatMicro(market.tick)) }),
    ),
    'GET /neg-risk': withToken((market) => ok({ neg_risk: isNegRisk(market) })),
    'GET /fee-rate': withToken(() => ok({ base_fee: 0 })),
    'GET /book': withToken((market, token) => ok(bookSummary(market, token))),
    'POST /books': (request) => {
      const read = readBody(request, tokenList);
      if (!read.read) return read.answer;
      const listed = read.value.flatMap(({ token_id }) => venue.markets.byToken(token_id) ?? []);
      return ok(listed.map(({ market, token }) => bookSummary(market, token)));
    },
    'GET /midpoint': withToken((market, token) => {
      const { bid, ask } = bestPrices(market, token);
      if (bid === undefined || ask === undefined) return noBook();
      return ok({ mid: formatMicro((bid + ask) / 2n) });
    }),
    'GET /price': withToken((market, token, { query }) => {
      const side = query.get('side')?.toUpperCase();
      if (side !== 'BUY' && side !== 'SELL') return failed(400, 'Invalid side');
      return ok({ price: bestFor(market, token, side) });
    }),
    'GET /spread': withToken((market, token) => {
      const { bid, ask } = bestPrices(market, token);
      if (bid === undefined || ask === undefined) return noBook();
      return ok({ spread: formatMicro(ask - bid) });
    }),
    'GET /last-trade-price': withToken((market, token) => ok(lastTradeOf({ market, token }))),
  };
};

const noBook = (): Answer => failed(404, 'No orderbook exists for the requested token id');

const tokenList = z.array(z.object({ token_id: z.string().regex(/^\d{1,78}$/) })).max(BOOKS_MAX);

/** The best price resting at that side, "0" when there is none. */
const bestFor = (market: Market, token: TokenIndex, side: Side): string => {
  const { bid, ask } = bestPrices(market, token);
  return formatMicro((side === 'BUY' ? bid : ask) ?? 0n);
};
