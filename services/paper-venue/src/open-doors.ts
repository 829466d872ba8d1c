/** Where clients come in: the HTTP server with its routes, and the two WebSocket channels. */
import type { AddressInfo } from 'node:net';
import { aroundRequest } from './faults/around-request.js';
import { createNotifications } from './accounts/notifications.js';
import { accountRoutes } from './http/account-routes.js';
import { authRoutes } from './http/auth-routes.js';
import { controlRoutes, type Control } from './http/control-routes.js';
import { faultRoutes } from './http/faults.js';
import { dataRoutes } from './http/data-routes.js';
import { dataApiRoutes } from './http/data-api-routes.js';
import { chainTroubleRoutes } from './http/chain-trouble-routes.js';
import { conditionRoutes } from './http/condition-routes.js';
import { gammaRoutes } from './http/gamma-routes.js';
import { handRoutes } from './http/hand-routes.js';
import { oracleRoutes } from './http/oracle-routes.js';
import { createHeartbeats } from './http/heartbeats.js';
import { orderRoutes } from './http/order-routes.js';
import { priceRoutes } from './http/price-routes.js';
import { rewardRoutes } from './http/reward-routes.js';
import { publicRoutes } from './http/public-routes.js';
import { createHttpServer } from './http/serve-http.js';
import { withdraw, withdrawExpired } from './orders/cancel-orders.js';
import { createPriceHistory } from './markets/price-history.js';
import { createRecentTrades } from './markets/recent-trades.js';
import { createMarketChannel } from './sockets/market-channel.js';
import { relayerControlRoutes } from './relayer/relayer-control-routes.js';
import type { Relayer } from './relayer/relayer.js';
import { serveRelayer, type RelayerDoor } from './relayer/serve-relayer.js';
import { serveSockets } from './sockets/serve-sockets.js';
import { createUserChannel } from './sockets/user-channel.js';
import type { Venue } from './venue.js';

export type PaperVenueUrls = {
  readonly clob: string;
  readonly gamma: string;
  readonly data: string;
  readonly control: string;
  readonly marketSocket: string;
  readonly userSocket: string;
  readonly rpc: string;
  /** Absent where there is no real chain to relay to. */
  readonly relayer?: string;
};

export type Doors = {
  readonly urls: PaperVenueUrls;
  readonly close: () => Promise<void>;
};

export const DEFAULT_PORT = 8787;

const LOOPBACK = '127.0.0.1';
const HOUSEKEEPING_MS = 500;

export const openDoors = async (
  venue: Venue,
  options: {
    readonly host?: string;
    readonly port?: number;
    readonly control: Control;
    readonly relayer?: Relayer;
    readonly relayerPort?: number;
    /** Called when a client subscribes or sends an order. */
    readonly onClient: () => void;
  },
): Promise<Doors> => {
  const heartbeats = createHeartbeats(venue.nowMs);
  const notifications = createNotifications(venue);
  const history = createPriceHistory(venue.announcements, venue.nowMs);
  const recent = createRecentTrades(venue.announcements, venue.nowMs);
  const routes = {
    ...publicRoutes(venue),
    ...authRoutes(venue),
    ...orderRoutes(venue, options.onClient),
    ...dataRoutes(venue),
    ...accountRoutes(venue, heartbeats, notifications),
    ...priceRoutes(venue, history, recent),
    ...rewardRoutes(venue),
    ...dataApiRoutes(venue),
    ...conditionRoutes(venue),
    ...gammaRoutes(venue),
    ...controlRoutes(venue, options.control),
    ...faultRoutes(venue.faults),
    ...handRoutes(venue),
    ...oracleRoutes(venue),
    ...chainTroubleRoutes(venue.chain),
    ...(options.relayer === undefined
      ? {}
      : relayerControlRoutes(options.relayer, venue.otherKeys, venue.depositWallets)),
  };
  const server = createHttpServer({ routes, around: aroundRequest(venue), log: venue.log });
  const closeSockets = serveSockets(server, {
    '/ws/market': createMarketChannel(venue, options.onClient),
    '/ws/user': createUserChannel(venue),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? DEFAULT_PORT, options.host ?? LOOPBACK, resolve);
  });
  const relayer = await openRelayer(venue, options);
  const housekeeping = setInterval(() => {
    withdrawExpired(venue);
    for (const owner of heartbeats.takeSilent())
      withdraw(venue, venue.orders.liveOf(owner), 'CANCELED');
  }, HOUSEKEEPING_MS);
  return {
    urls: {
      ...urlsOf(server.address() as AddressInfo, venue.chain.rpcUrl),
      ...(relayer === undefined ? {} : { relayer: relayer.url }),
    },
    close: async () => {
      clearInterval(housekeeping);
      for (const listener of [notifications, history, recent]) listener.close();
      await relayer?.close();
      await closeSockets();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const openRelayer = async (
  { otherKeys: keys, nowMs, log }: Venue,
  {
    relayer,
    relayerPort: port = 0,
    host = LOOPBACK,
  }: { readonly relayer?: Relayer; readonly relayerPort?: number; readonly host?: string },
): Promise<RelayerDoor | undefined> =>
  relayer === undefined ? undefined : serveRelayer(relayer, { keys, nowMs, host, port, log });

const urlsOf = ({ address, port, family }: AddressInfo, rpc: string): PaperVenueUrls => {
  const host = `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  return {
    clob: `http://${host}`,
    gamma: `http://${host}/gamma`,
    data: `http://${host}/data-api`,
    control: `http://${host}/control`,
    marketSocket: `ws://${host}/ws/market`,
    userSocket: `ws://${host}/ws/user`,
    rpc,
  };
};
