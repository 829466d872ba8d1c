/** The small part of Gamma a trader needs to name a market, under its own path prefix. */
import type { MarketEvent } from '../markets/market-traits.js';
import { gammaEvent, gammaId, gammaMarket } from '../markets/market-views.js';
import type { Market } from '../markets/market.js';
import type { Venue } from '../venue.js';
import { keyset, sliced } from './pages.js';
import { failed, ok, type Routes } from './route.js';

export const gammaRoutes = (venue: Venue): Routes => ({
  'GET /gamma/markets': ({ query }) => {
    const markets = venue.markets.all().filter((market) => chosen(market, query));
    return ok(sliced(markets.map(gammaMarket), query));
  },
  'GET /gamma/markets/:id': ({ id }) => {
    const market = venue.markets.find(id) ?? venue.markets.bySlug(id);
    return market === undefined ? failed(404, 'market not found') : ok(gammaMarket(market));
  },
  'GET /gamma/markets/slug/:id': ({ id }) => {
    const market = venue.markets.bySlug(id);
    return market === undefined ? failed(404, 'market not found') : ok(gammaMarket(market));
  },
  'GET /gamma/markets/keyset': ({ query }) => {
    const markets = venue.markets.all().filter((market) => chosen(market, query));
    return ok(keyset('markets', markets.map(gammaMarket), query));
  },
  'GET /gamma/events': ({ query }) => ok(sliced(chosenEvents(venue, query), query)),
  'GET /gamma/events/keyset': ({ query }) =>
    ok(keyset('events', chosenEvents(venue, query), query)),
  'GET /gamma/events/:id': ({ id }) => {
    const [event] = chosenEvents(venue, new URLSearchParams({ id }));
    return event === undefined ? failed(404, 'event not found') : ok(event);
  },
  'GET /gamma/events/slug/:id': ({ id }) => {
    const [event] = chosenEvents(venue, new URLSearchParams({ slug: id }));
    return event === undefined ? failed(404, 'event not found') : ok(event);
  },
  'GET /gamma/public-search': ({ query }) => {
    const wanted = (query.get('q') ?? '').toLowerCase();
    const events = chosenEvents(venue, new URLSearchParams()).filter(({ slug, title }) =>
      `${slug} ${title}`.toLowerCase().includes(wanted),
    );
    const pagination = { hasMore: false, totalResults: events.length };
    return ok({ events, tags: [], profiles: [], pagination });
  },
  // Nothing here is tagged, belongs to a series, is played by known teams or talked about.
  'GET /gamma/tags': () => ok([]),
  'GET /gamma/series': () => ok([]),
  'GET /gamma/teams': () => ok([]),
  'GET /gamma/sports': () => ok([]),
  'GET /gamma/sports/market-types': () => ok({ marketTypes: [] }),
  'GET /gamma/comments': () => ok([]),
  'GET /gamma/market-clarifications': () => ok([]),
});

/** Events are named by slug or id; a market without one is an event of its own name. */
const chosenEvents = (venue: Venue, query: URLSearchParams) => {
  const byId = new Map<string, readonly Market[]>();
  for (const market of venue.markets.all()) {
    const id = market.event?.id ?? market.id;
    byId.set(id, [...(byId.get(id) ?? []), market]);
  }
  return [...byId.values()].flatMap((markets) => {
    const [first] = markets;
    if (first === undefined) return [];
    const event = first.event ?? ownEvent(first);
    const told = gammaEvent(event, markets);
    const closed = query.get('closed');
    const fits =
      listed(query, 'slug', event.slug) &&
      listed(query, 'id', event.id) &&
      (closed === null || (closed === 'true') === told.closed);
    return fits ? [told] : [];
  });
};

const ownEvent = (market: Market): MarketEvent => ({
  id: gammaId(market),
  slug: market.slug,
  title: market.question,
  negRiskMarketId: null,
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
