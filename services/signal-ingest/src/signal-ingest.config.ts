/** Everything signal-ingest reads from its environment. */
import {
  address,
  commonShape,
  httpUrl,
  milliseconds,
  readConfig,
  webSocketUrl,
} from '@sluice/runtime';
import { z } from 'zod';

const shape = {
  ...commonShape,
  VENUE_URL: httpUrl.default('https://clob.polymarket.com'),
  VENUE_MARKET_WS_URL: webSocketUrl.default('wss://ws-subscriptions-clob.polymarket.com/ws/market'),
  /** The venue's data service, which tells how far resolutions have come. */
  DATA_URL: httpUrl.default('https://data-api.polymarket.com'),
  VENUE_TIMEOUT_MS: milliseconds.default(5_000),
  RPC_URL: httpUrl,
  CONDITIONAL_TOKENS_ADDRESS: address.default('0x4D97DCd97eC945f40cF65F87097ACe5EA0476045'),
  ROUTER_ADDRESS: address.default('0x12121212006e4CD160D18e3f00711DA5c3372600'),
  MARKET_POLL_MS: milliseconds.default(5_000),
  /** List every market the venue offers, not only those that signals name. For small venues. */
  DISCOVER_MARKETS: z.enum(['true', 'false']).default('false'),
  SIGNALS_PER_SECOND: z.coerce.number().min(1).max(10_000).default(100),
  SIGNALS_BURST: z.coerce.number().min(1).max(100_000).default(500),
};

export const signalIngestConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('signal-ingest', shape, environment);
