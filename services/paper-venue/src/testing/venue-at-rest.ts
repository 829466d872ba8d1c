/** A running venue whose crowd stands still, a client that has money, and its levers for faults. */
import { OrderType, Side, type ClobClient } from '@polymarket/clob-client-v2';
import type { FiredFault } from '../faults/create-faults.js';
import type { Market } from '../markets/market.js';
import { startPaperVenue, type PaperVenue, type PaperVenueOptions } from '../start-paper-venue.js';
import { createFakeVenueChain, type FakeVenueChain } from './fake-venue-chain.js';
import { readyClient, until } from './official-client.js';

export type VenueAtRest = {
  readonly venue: PaperVenue;
  readonly chain: FakeVenueChain;
  readonly market: Market;
  readonly token: string;
  readonly client: ClobClient;
  readonly creds: Awaited<ReturnType<typeof readyClient>>['creds'];
  /** Asks a lever; answers its JSON. */
  readonly lever: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ) => Promise<unknown>;
  readonly arm: (fault: string, more?: object) => Promise<void>;
  readonly fired: () => Promise<readonly FiredFault[]>;
  /** A signed order that rests far below the market. */
  readonly bid: (more?: object) => ReturnType<ClobClient['createOrder']>;
  /** Buys for so many dollars from the crowd, at once. */
  readonly buy: (usd: number) => Promise<Sent>;
};

export type Sent = {
  readonly orderID: string;
  readonly status: string | number;
  readonly tradeIDs?: readonly string[];
};

export const openVenueAtRest = async (options: PaperVenueOptions = {}): Promise<VenueAtRest> => {
  const chain = createFakeVenueChain();
  const venue = await startPaperVenue({
    chain,
    port: 0,
    wait: true,
    // Slow enough that the crowd stands still while a spec trades.
    speed: 0.0001,
    delays: { minedMs: 20, confirmedMs: 20 },
    ...options,
  });
  const [market] = venue.markets() as [Market];
  const token = market.tokenIds[0];
  await venue.control.fund(venue.testAccount.address, 1_000_000_000n);
  venue.control.start();
  const { client, creds } = await readyClient(venue, venue.testAccount.privateKey);
  await until(async () => (await client.getOrderBook(token)).asks.length > 0);
  const lever: VenueAtRest['lever'] = async (method, path, body) => {
    const answer = await fetch(`${venue.urls.control}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  return {
    venue,
    chain,
    market,
    token,
    client,
    creds,
    lever,
    arm: async (fault, more = {}) => {
      const answer = await lever('POST', 'faults', { fault, ...more });
      if (!(answer as { readonly number?: number }).number)
        throw new Error(`Fault ${fault} was not armed: ${JSON.stringify(answer)}`);
    },
    fired: async () =>
      ((await lever('GET', 'faults')) as { readonly fired: readonly FiredFault[] }).fired,
    bid: (more = {}) =>
      client.createOrder({ tokenID: token, price: 0.05, size: 20, side: Side.BUY, ...more }),
    buy: async (usd) => {
      const order = await client.createMarketOrder({ tokenID: token, amount: usd, side: Side.BUY });
      const sent: Sent = await client.postOrder(order, OrderType.FOK, false, true);
      return sent;
    },
  };
};
