/** Neg-risk events, protocol v2, delays and cleared books, traded by the unmodified official client. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClobClient, OrderType, Side } from '@polymarket/clob-client-v2';
import { createPublicClient, http, parseAbi } from 'viem';
import { CONDITIONAL_TOKENS, POSITION_MANAGER } from './chain/venue-addresses.js';
import type { Address } from './chain/venue-chain.js';
import type { Market } from './markets/market.js';
import { startPaperVenue, type PaperVenue, type PaperVenueOptions } from './start-paper-venue.js';
import { createFakeVenueChain } from './testing/fake-venue-chain.js';
import { frames, readyClient, until } from './testing/official-client.js';

const START_TIMEOUT_MS = 120_000;

const open = async (options: PaperVenueOptions) => {
  const chain = createFakeVenueChain();
  const venue = await startPaperVenue({
    chain,
    port: 0,
    wait: true,
    speed: 0.0001,
    delays: { minedMs: 10, confirmedMs: 20 },
    ...options,
  });
  await venue.control.fund(venue.testAccount.address, 1_000_000_000n);
  const { client, creds } = await readyClient(venue, venue.testAccount.privateKey);
  return { chain, venue, client, creds };
};

const named = (venue: PaperVenue, part: string): Market => {
  const market = venue.markets().find(({ slug }) => slug.includes(part));
  if (market === undefined) throw new Error(`No market is called ${part}`);
  return market;
};

describe('markets of all kinds', () => {
  let venue: PaperVenue;
  let client: ClobClient;

  beforeAll(async () => {
    ({ venue, client } = await open({ negRiskMarkets: 3, protocolV2Markets: 1, sportsMarkets: 1 }));
  });

  afterAll(async () => {
    await venue.stop();
  });

  it('tell apart what is neg-risk, and group its event', async () => {
    const market = named(venue, 'event');
    expect(await client.getNegRisk(market.tokenIds[0])).toBe(true);
    expect(await client.getNegRisk(venue.markets()[0]?.tokenIds[0] ?? '')).toBe(false);
    expect(await client.getClobMarketInfo(market.id)).toMatchObject({ nr: true });
    expect(await client.getOrderBook(market.tokenIds[0])).toMatchObject({ neg_risk: true });
    const events = await fetch(`${venue.urls.gamma}/events?slug=${market.event?.slug}`);
    const [event] = (await events.json()) as { markets: { negRiskMarketID: string }[] }[];
    expect(event?.markets.map((one) => one.negRiskMarketID)).toEqual(
      Array(3).fill(market.event?.negRiskMarketId),
    );
  });

  it('settle a neg-risk order the client signed for its own exchange', async () => {
    const market = named(venue, 'event');
    const tokenID = market.tokenIds[0];
    const bought = await client.createAndPostMarketOrder(
      { tokenID, amount: 5, side: Side.BUY },
      undefined,
      OrderType.FAK,
    );
    expect(bought).toMatchObject({ success: true, status: 'matched' });
    expect(bought.transactionsHashes).toHaveLength(1);
    const plain = await client.createOrder(
      { tokenID, price: 0.02, size: 10, side: Side.BUY },
      { tickSize: '0.01', negRisk: false },
    );
    expect(await client.postOrder(plain)).toEqual({ error: 'invalid signature', status: 400 });
  });

  it('take orders of the third version where the market is of protocol v2, and no others', async () => {
    const market = named(venue, 'v2');
    const tokenID = market.tokenIds[0];
    expect((BigInt(tokenID) >> 40n) & (2n ** 64n - 1n)).toBe(0n);
    const limit = { tokenID, price: 0.02, size: 10, side: Side.BUY };
    const second = await client.createOrder(limit);
    expect(await client.postOrder(second)).toEqual({
      error: 'order_version_mismatch',
      status: 400,
    });
    const third = await client.createOrder(limit, { tickSize: '0.01', version: 3 });
    expect(await client.postOrder(third)).toMatchObject({ success: true, status: 'live' });
    const book = await client.getOrderBook(tokenID);
    const price = Number(book.asks.at(-1)?.price);
    const crossing = { tokenID, price, size: 10, side: Side.BUY };
    const bought = await client.createAndPostOrder(crossing, { tickSize: '0.01', version: 3 });
    expect(bought).toMatchObject({ status: 'matched', takingAmount: '10' });
    expect(book).toMatchObject({ version: 'v2' });
    expect(await client.getOrderBookHash({ ...book })).toBe(book.hash);
    const gamma = await fetch(`${venue.urls.gamma}/markets?condition_ids=${market.id}`);
    expect(await gamma.json()).toMatchObject([
      { version: 'v2', clobTokenIds: null, positionIds: market.tokenIds },
    ]);
  });

  it('hold a marketable order of a game and match it later', async () => {
    const market = named(venue, 'game');
    const tokenID = market.tokenIds[0];
    expect(await client.getClobMarketInfo(market.id)).toMatchObject({ sd: 3, cbos: true });
    const sent = await client.createAndPostMarketOrder({ tokenID, amount: 5, side: Side.BUY });
    expect(sent).toMatchObject({ success: true, status: 'delayed', makingAmount: '' });
    expect(await client.getOrder(sent.orderID)).toMatchObject({ status: 'DELAYED' });
    await until(async () => (await client.getOrder(sent.orderID)).status === 'MATCHED');
    expect(await client.getTrades({ market: market.id })).toMatchObject([{ trader_side: 'TAKER' }]);
  });
});

describe('markets of all kinds on the real chain', () => {
  let venue: PaperVenue;
  let client: ClobClient;

  beforeAll(async () => {
    venue = await startPaperVenue({
      port: 0,
      wait: true,
      speed: 0.0001,
      negRiskMarkets: 2,
      protocolV2Markets: 1,
      delays: { minedMs: 10, confirmedMs: 20 },
    });
    ({ client } = await readyClient(venue, venue.testAccount.privateKey));
  }, START_TIMEOUT_MS);

  afterAll(() => venue.stop());

  const balanceAt = async (contract: Address, tokenId: string): Promise<bigint> =>
    createPublicClient({ transport: http(venue.urls.rpc) }).readContract({
      address: contract,
      abi: parseAbi(['function balanceOf(address holder, uint256 id) view returns (uint256)']),
      functionName: 'balanceOf',
      args: [venue.testAccount.address, BigInt(tokenId)],
    });
  const buyTen = async (market: Market, version: 2 | 3): Promise<void> => {
    const [tokenID] = market.tokenIds;
    const price = Number((await client.getOrderBook(tokenID)).asks.at(-1)?.price);
    const order = { tokenID, price, size: 10, side: Side.BUY };
    const terms = { tickSize: '0.01', version } as const;
    const bought = await client.createAndPostOrder(order, terms);
    expect(bought).toMatchObject({ success: true, status: 'matched' });
    await until(async () => {
      const [trade] = await client.getTrades({ market: market.id });
      return trade?.status === 'CONFIRMED';
    });
  };

  it('put a neg-risk fill into conditional tokens under the market’s own ids', async () => {
    const market = named(venue, 'event');
    await buyTen(market, 2);
    expect(await balanceAt(CONDITIONAL_TOKENS, market.tokenIds[0])).toBe(10_000_000n);
    const end = (winner: 0 | 'both') =>
      fetch(`${venue.urls.control}/resolve`, {
        method: 'POST',
        body: JSON.stringify({ market: market.slug, winner }),
      });
    expect((await end('both')).status).toBe(400);
    expect(await (await end(0)).json()).toMatchObject({ stage: 'resolved', winner: 0 });
  });

  it('put a protocol-v2 fill into the PositionManager', async () => {
    const market = named(venue, 'v2');
    await buyTen(market, 3);
    expect(await balanceAt(POSITION_MANAGER, market.tokenIds[0])).toBe(10_000_000n);
    expect(await balanceAt(CONDITIONAL_TOKENS, market.tokenIds[0])).toBe(0n);
  });

  it('end at both outcomes where told so, and price them at a half', async () => {
    const [plain] = venue.markets() as [Market];
    const ended = await fetch(`${venue.urls.control}/resolve`, {
      method: 'POST',
      body: JSON.stringify({ market: plain.id, winner: 'both' }),
    });
    expect(await ended.json()).toMatchObject({ stage: 'resolved', winner: null, price: '0.5' });
    expect(await client.getMarket(plain.id)).toMatchObject({ is_50_50_outcome: true });
    const payouts = await Promise.all(
      [0n, 1n].map((index) =>
        createPublicClient({ transport: http(venue.urls.rpc) }).readContract({
          address: CONDITIONAL_TOKENS,
          abi: parseAbi([
            'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
          ]),
          functionName: 'payoutNumerators',
          args: [plain.id, index],
        }),
      ),
    );
    expect(payouts).toEqual([1n, 1n]);
  });
});

describe('a held order', () => {
  let venue: PaperVenue;
  let client: ClobClient;
  let tokenID: string;

  beforeAll(async () => {
    ({ venue, client } = await open({ rules: { takerDelayMs: 300 } }));
    tokenID = venue.markets()[0]?.tokenIds[0] ?? '';
  });

  afterAll(async () => {
    await venue.stop();
  });

  const ask = async () => Number((await client.getOrderBook(tokenID)).asks.at(-1)?.price);

  it('can be cancelled while it waits, and then never matches', async () => {
    const sent = await client.createAndPostOrder({
      tokenID,
      price: await ask(),
      size: 6,
      side: Side.BUY,
    });
    expect(sent).toMatchObject({ status: 'delayed' });
    expect(await client.cancelOrder({ orderID: sent.orderID })).toMatchObject({
      canceled: [sent.orderID],
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await client.getOrder(sent.orderID)).toMatchObject({
      status: 'CANCELED',
      size_matched: '0',
    });
  });

  it('speaks for its money while it waits', async () => {
    const price = await ask();
    const big = { tokenID, price, size: Math.floor(600 / price), side: Side.BUY };
    expect(await client.createAndPostOrder(big)).toMatchObject({ status: 'delayed' });
    const rest = { tokenID, price: 0.02, size: 530_000, side: Side.BUY };
    expect(await client.createAndPostOrder(rest)).toMatchObject({
      error: 'not enough balance / allowance',
    });
  });

  it('lets an order that would not match rest at once', async () => {
    const resting = { tokenID, price: 0.02, size: 10, side: Side.BUY };
    expect(await client.createAndPostOrder(resting)).toMatchObject({ status: 'live' });
  });
});

describe('a game that starts', () => {
  it('clears the book of clients and tells them', async () => {
    const { venue, client, creds } = await open({ sportsMarkets: 1, durationMs: 20_000, speed: 1 });
    const market = named(venue, 'game');
    const { key: apiKey, secret, passphrase } = creds;
    const own = frames(venue.urls.userSocket, {
      auth: { apiKey, secret, passphrase },
      type: 'user',
    });
    const resting = { tokenID: market.tokenIds[0], price: 0.02, size: 10, side: Side.BUY };
    const placed = await client.createAndPostOrder(resting);
    expect(placed).toMatchObject({ status: 'live' });
    venue.control.start();
    await until(() => own.heard.some(({ type }) => type === 'CANCELLATION'));
    expect(await client.getOrder(placed.orderID)).toMatchObject({ status: 'CANCELED' });
    expect((await client.getOrderBook(market.tokenIds[0])).asks.length).toBeGreaterThan(0);
    own.socket.terminate();
    await venue.stop();
  });

  it('refines the tick near an end and tells a whole book after it', async () => {
    const { venue, client } = await open({ durationMs: 4_000, speed: 4 });
    const [market] = venue.markets() as [Market];
    const watching = frames(venue.urls.marketSocket, {
      type: 'market',
      assets_ids: market.tokenIds,
    });
    venue.control.start();
    const kinds = () => watching.heard.map((one) => one['event_type']);
    await until(() => kinds().includes('tick_size_change'));
    const at = kinds().indexOf('tick_size_change');
    await until(() => kinds().slice(at).includes('book'));
    expect(watching.heard[at]).toMatchObject({ old_tick_size: '0.01', new_tick_size: '0.001' });
    expect(await client.getTickSize(market.tokenIds[0])).toBe('0.001');
    watching.socket.terminate();
    await venue.stop();
  });
});
