/** The small part of Gamma a trader needs to name a market, under its own path prefix. */
import { gammaMarket } from '../markets/market-views.js';
import type { Market } from '../markets/market.js';
import type { Venue } from '../venue.js';
import { failed, ok, type Routes } from './route.js';

export const gammaRoutes = (venue: Venue): Routes => ({
  'GET /gamma/markets': ({ query }) => {
    const markets = venue.markets.all().filter((market) => chosen(market, query));
    return ok(markets.map(gammaMarket));
  },
  'GET /gamma/markets/:id': ({ id }) => {
    const market = venue.markets.find(id) ?? venue.markets.bySlug(id);
    return market === undefined ? failed(404, 'market not found') : ok(gammaMarket(market));
  },
});

/** Gamma hides closed markets from whoever does not ask for them. */
const chosen = (market: Market, query: URLSearchParams): boolean => {
  const closed = (query.get('closed') ?? 'false') === 'true';
  return (
    closed === (market.stage !== 'open') &&
    listed(query, 'condition_ids', market.id) &&
    listed(query, 'slug', market.slug) &&
    market.tokenIds.some((tokenId) => listed(query, 'clob_token_ids', tokenId))
  );
};

const listed = (query: URLSearchParams, name: string, value: string): boolean => {
  const wanted = query.getAll(name).flatMap((text) => text.split(','));
  return wanted.length === 0 || wanted.some((text) => text.toLowerCase() === value.toLowerCase());
};
