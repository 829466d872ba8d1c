/** What the venue shows everybody: listings and books. Needs no wallet. */
import { ClobClient } from '@polymarket/clob-client-v2';
import { systemClock, type MarketData } from '@sluice/ports';
import { followBooks } from './follow-books.js';
import { listMarkets } from './list-markets.js';
import { silence, type Log } from './log.js';
import { readBooks } from './read-books.js';
import { readListing } from './read-listing.js';
import { POLYGON_CHAIN_ID, venueChain } from './venue-contracts.js';
import type { SocketTiming } from './venue-socket.js';

export type ConnectMarketDataOptions = {
  /** The venue's REST address, e.g. https://clob.polymarket.com. */
  readonly host: string;
  /** The market channel, e.g. wss://ws-subscriptions-clob.polymarket.com/ws/market. */
  readonly wsHost: string;
  readonly chainId?: number;
  /** For each request, from sending to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly log?: Log;
  readonly now?: () => string;
  readonly socketTiming?: Partial<SocketTiming>;
};

/** Connects nothing by itself: each call asks, and following opens its own connections. */
export function connectMarketData(options: ConnectMarketDataOptions): MarketData {
  const { host, wsHost, timeoutMs, log = silence } = options;
  const chain = venueChain(options.chainId ?? POLYGON_CHAIN_ID);
  const now = options.now ?? (() => systemClock.now());
  const asking = { client: new ClobClient({ host, chain }), timeoutMs };
  const timing = options.socketTiming ? { timing: options.socketTiming } : {};
  return {
    listing: (conditionId) => readListing(asking, conditionId),
    listings: () => listMarkets(asking),
    books: (tokenIds) => readBooks({ ...asking, now }, tokenIds),
    followBooks: (tokenIds, onQuote, onResolved) =>
      followBooks({ url: wsHost, now, log, ...timing }, tokenIds, onQuote, onResolved),
  };
}
