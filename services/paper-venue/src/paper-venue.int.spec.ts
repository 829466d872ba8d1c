/** The unmodified official client trades at the paper venue. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AssetType,
  type ClobClient,
  OrderType,
  Side,
  type ApiKeyCreds,
} from '@polymarket/clob-client-v2';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import WebSocket from 'ws';
import type { Market } from './markets/market.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { clientOf, frames, readyClient, until } from './testing/official-client.js';
import { createFakeVenueChain, type FakeVenueChain } from './testing/fake-venue-chain.js';

describe('the official client at the paper venue', () => {
  let chain: FakeVenueChain;
  let venue: PaperVenue;
  let market: Market;
  let client: ClobClient;
  let creds: ApiKeyCreds;
  let token: string;

  beforeAll(async () => {
    chain = createFakeVenueChain();
    venue = await startPaperVenue({
      chain,
      port: 0,
      wait: true,
      // Slow enough that the crowd stands still while the tests trade.
      speed: 0.0001,
      delays: { minedMs: 30, confirmedMs: 60 },
    });
    [market] = venue.markets() as [Market];
    token = market.tokenIds[0];
    await venue.control.fund(venue.testAccount.address, 1_000_000_000n);
    venue.control.start();
    ({ client, creds } = await readyClient(venue, venue.testAccount.privateKey));
    await until(async () => (await client.getOrderBook(token)).asks.length > 0);
  });

  afterAll(async () => {
    await venue.stop();
  });

  const best = async () => {
    const book = await client.getOrderBook(token);
    return { ask: book.asks.at(-1), bid: book.bids.at(-1), book };
  };

  it('gives a wallet one key and derives it again', async () => {
    const again = await clientOf(venue, venue.testAccount.privateKey).createOrDeriveApiKey();
    expect(again).toEqual(creds);
    expect(await client.getApiKeys()).toEqual({ apiKeys: [creds.key] });
    expect(await client.getClosedOnlyMode()).toEqual({ closed_only: false });
  });

  it('answers a forged key with 401', async () => {
    const forged = clientOf(venue, venue.testAccount.privateKey, { ...creds, secret: 'AAAA' });
    expect(await forged.getApiKeys()).toEqual({
      error: 'Unauthorized/Invalid api key',
      status: 401,
    });
  });

  it('serves a book whose hash the client recomputes, best prices last', async () => {
    const { book, ask, bid } = await best();
    expect(await client.getOrderBookHash({ ...book })).toBe(book.hash);
    expect(Number(book.asks[0]?.price)).toBeGreaterThan(Number(ask?.price));
    expect(Number(book.bids[0]?.price)).toBeLessThan(Number(bid?.price));
    expect(await client.getMarket(market.id)).toMatchObject({
      condition_id: market.id,
      closed: false,
    });
    expect(await client.getOk()).toBe('OK');
    expect(await client.getServerTime()).toBeGreaterThan(1_700_000_000);
    const [mirror] = await client.getOrderBooks([{ token_id: market.tokenIds[1], side: Side.BUY }]);
    expect(mirror?.bids.at(-1)?.size).toBe(ask?.size);
  });

  it('rests a GTC order, shows it, refuses its copy, and cancels it', async () => {
    const order = await client.createOrder({
      tokenID: token,
      price: 0.05,
      size: 20,
      side: Side.BUY,
    });
    const placed = await client.postOrder(order, OrderType.GTC);
    expect(placed).toMatchObject({ success: true, status: 'live', errorMsg: '' });
    expect(await client.getOpenOrders({ market: market.id })).toMatchObject([
      { id: placed.orderID, status: 'LIVE', original_size: '20', size_matched: '0', price: '0.05' },
    ]);
    expect(await client.postOrder(order, OrderType.GTC)).toEqual({
      error: `order ${placed.orderID} is invalid. Duplicated.`,
      status: 400,
    });
    expect(await client.cancelOrder({ orderID: placed.orderID })).toEqual({
      canceled: [placed.orderID],
      not_canceled: {},
    });
    expect(await client.getOrder(placed.orderID)).toMatchObject({ status: 'CANCELED' });
    expect(await client.getOpenOrders()).toEqual([]);
  });

  it('fills a market BUY, charges the fee, and tells the transaction when it is mined', async () => {
    const before = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    const { ask } = await best();
    const sent = await client.createAndPostMarketOrder(
      { tokenID: token, amount: 10, side: Side.BUY },
      undefined,
      OrderType.FOK,
    );
    expect(sent).toMatchObject({ success: true, status: 'matched', makingAmount: '9.999999' });
    expect(sent.transactionsHashes).toHaveLength(1);
    const [trade] = await client.getTrades({ id: sent.tradeIDs?.[0] ?? '' });
    expect(trade).toMatchObject({ trader_side: 'TAKER', price: ask?.price, side: 'BUY' });
    const [price, shares] = [Number(ask?.price), Number(trade?.size)];
    const fee = Math.floor(shares * 0.05 * price * (1 - price) * 1e5) * 10;
    const after = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    expect(Number(before.balance) - Number(after.balance)).toBe(9_999_999 + fee);
    const held = await client.getBalanceAllowance({
      asset_type: AssetType.CONDITIONAL,
      token_id: token,
    });
    expect(Number(held.balance)).toBe(Math.round(shares * 1e6));
    await until(async () => (await client.getTrades())[0]?.status === 'CONFIRMED');
  });

  it('sells by FAK what it finds and kills a FOK it cannot fill', async () => {
    const sold = await client.createAndPostMarketOrder(
      { tokenID: token, amount: 5, side: Side.SELL },
      undefined,
      OrderType.FAK,
    );
    expect(sold).toMatchObject({ status: 'matched', makingAmount: '5' });
    const { ask } = await best();
    const price = Number(ask?.price);
    const order = await client.createMarketOrder({
      tokenID: token,
      amount: 900,
      price,
      side: Side.BUY,
    });
    const killed = {
      error: "order couldn't be fully filled. FOK orders are fully filled or killed.",
      status: 400,
    };
    expect(await client.postOrder(order, OrderType.FOK)).toEqual(killed);
    expect(await client.postOrder(order, OrderType.FOK)).toMatchObject({
      error: expect.stringContaining('Duplicated.') as unknown,
    });
  });

  it('refuses what breaks a rule, in the words of the venue', async () => {
    const limit = { tokenID: token, price: 0.05, size: 20, side: Side.BUY };
    const cases = [
      [{ ...limit, size: 4 }, OrderType.GTC, /Size \(4\) lower than the minimum: 5$/],
      [{ ...limit, size: 1_000_000 }, OrderType.GTC, /^not enough balance \/ allowance$/],
      [{ ...limit, expiration: 5 }, OrderType.GTD, /^invalid expiration$/],
      [limit, OrderType.FAK, /^no orders found to match with FAK order/],
      [
        { ...limit, side: Side.SELL, size: 500 },
        OrderType.GTC,
        /^not enough balance \/ allowance$/,
      ],
    ] as const;
    for (const [order, type, error] of cases) {
      const answer = await client.postOrder(await client.createOrder(order), type);
      expect(answer).toMatchObject({ status: 400, error: expect.stringMatching(error) as unknown });
    }
    const { ask } = await best();
    const crossing = { tokenID: token, price: Number(ask?.price), size: 10, side: Side.BUY };
    expect(await client.createAndPostOrder(crossing, undefined, OrderType.GTC, true)).toEqual({
      error: 'invalid post-only order: order crosses book',
      status: 400,
    });
    const foreign = await client.createOrder(limit, { tickSize: '0.01', negRisk: true });
    expect(await client.postOrder(foreign)).toEqual({ error: 'invalid signature', status: 400 });
    const third = await client.createOrder(limit, { tickSize: '0.01', version: 3 });
    expect(await client.postOrder(third)).toEqual({ error: 'order_version_mismatch', status: 400 });
  });

  it('takes a batch and cancels a market', async () => {
    const args = await Promise.all(
      [0.02, 0.03].map(async (price) => ({
        order: await client.createOrder({ tokenID: token, price, size: 10, side: Side.BUY }),
        orderType: OrderType.GTC,
      })),
    );
    const answers = (await client.postOrders(args)) as { orderID: string }[];
    expect(answers).toHaveLength(2);
    const ids = answers.map(({ orderID }) => orderID);
    expect(await client.cancelMarketOrders({ market: market.id })).toEqual({
      canceled: ids,
      not_canceled: {},
    });
    expect(await client.cancelAll()).toEqual({ canceled: [], not_canceled: {} });
  });

  it('keeps a chain of heartbeats', async () => {
    const first = await client.postHeartbeat('');
    const second = await client.postHeartbeat(first.heartbeat_id);
    expect(await client.postHeartbeat('wrong')).toMatchObject({
      status: 400,
      heartbeat_id: second.heartbeat_id,
    });
  });

  it('tells both sockets of a trade between two clients', async () => {
    const otherKey = generatePrivateKey();
    const other = await readyClient(venue, otherKey);
    await chain.approveAll(otherKey);
    await venue.control.fund(privateKeyToAccount(otherKey).address, 100_000_000n);
    const custom = { type: 'market', assets_ids: market.tokenIds, custom_feature_enabled: true };
    const watching = frames(venue.urls.marketSocket, custom);
    const { key: apiKey, secret, passphrase } = other.creds;
    const auth = { apiKey, secret, passphrase };
    const own = frames(venue.urls.userSocket, { auth, type: 'user', markets: [market.id] });
    await until(() => watching.heard.length >= 2 && own.socket.readyState === WebSocket.OPEN);
    own.socket.send('PING');
    await until(() => own.heard.length === 1);

    const { bid, ask } = await best();
    expect(Number(ask?.price) - Number(bid?.price)).toBeCloseTo(0.02);
    const price = Math.round((Number(bid?.price) + 0.01) * 100) / 100;
    const rested = await other.client.createAndPostOrder({
      tokenID: token,
      price,
      size: 6,
      side: Side.BUY,
    });
    expect(rested).toMatchObject({ status: 'live' });
    const sold = await client.createAndPostMarketOrder({
      tokenID: token,
      amount: 6,
      price,
      side: Side.SELL,
    });
    expect(sold).toMatchObject({
      status: 'matched',
      takingAmount: (6 * price).toFixed(2).replace(/0$/, ''),
    });
    await until(() => own.heard.some((one) => one['status'] === 'CONFIRMED'));

    const told = own.heard.map((one) => [one['event_type'], one['type'], one['status']].join(' '));
    for (const expected of [
      'order PLACEMENT LIVE',
      'order UPDATE MATCHED',
      'trade TRADE MATCHED',
      'trade TRADE MINED',
      'trade TRADE CONFIRMED',
    ])
      expect(told).toContain(expected);
    const trade = own.heard.find((one) => one['status'] === 'MINED');
    expect(trade).toMatchObject({
      trader_side: 'MAKER',
      maker_orders: [{ owner: apiKey, side: 'BUY' }],
    });
    const kinds = new Set(watching.heard.map((one) => one['event_type']));
    for (const kind of ['book', 'price_change', 'last_trade_price', 'best_bid_ask'])
      expect(kinds).toContain(kind);
    watching.socket.terminate();
    own.socket.terminate();
  });

  it('tells a market socket what it asked for, and no more', async () => {
    const [yes, no] = market.tokenIds;
    const silent = { type: 'MARKET', assets_ids: [yes], initial_dump: false };
    const plain = frames(venue.urls.marketSocket, silent);
    const moved = async (price: number): Promise<void> => {
      const order = { tokenID: token, price, size: 7, side: Side.BUY };
      const { orderID } = await client.createAndPostOrder(order);
      await client.cancelOrder({ orderID });
    };
    const kinds = () => plain.heard.map((one) => String(one['event_type']));
    const ping = async (): Promise<void> => {
      const before = kinds().filter((kind) => kind === 'PONG').length;
      plain.socket.send('PING');
      await until(() => kinds().filter((kind) => kind === 'PONG').length > before);
    };
    await until(() => plain.socket.readyState === WebSocket.OPEN);
    await ping();
    expect(kinds()).toEqual(['PONG']);

    const top = Number((await best()).bid?.price);
    await moved(Math.round(top * 100 + 1) / 100);
    await until(() => kinds().filter((kind) => kind === 'price_change').length >= 2);
    expect(kinds()).not.toContain('best_bid_ask');

    plain.socket.send(JSON.stringify({ operation: 'subscribe', assets_ids: [no] }));
    await until(() => kinds().includes('book'));
    expect(plain.heard.find((one) => one['event_type'] === 'book')).toMatchObject({ asset_id: no });

    plain.socket.send(JSON.stringify({ operation: 'unsubscribe', assets_ids: [yes, no] }));
    await ping();
    const heard = plain.heard.length;
    await moved(0.02);
    await ping();
    expect(kinds().slice(heard)).toEqual(['PONG']);
    plain.socket.terminate();
  });

  it('retries what the chain refuses and fails it after three attempts', async () => {
    chain.failNext(3);
    const sent = await client.createAndPostMarketOrder(
      { tokenID: token, amount: 2, side: Side.BUY },
      undefined,
      OrderType.FOK,
    );
    expect(sent.transactionsHashes).toBeUndefined();
    const [trade] = await client.getTrades({ id: sent.tradeIDs?.[0] ?? '' });
    expect(trade).toMatchObject({ status: 'FAILED', err_msg: 'the chain refused' });
  });

  it('cuts off bodies that are too large and bodies that are not JSON', async () => {
    const large = await fetch(`${venue.urls.clob}/books`, {
      method: 'POST',
      body: 'x'.repeat(1_000_001),
    });
    expect(large.status).toBe(413);
    const broken = await fetch(`${venue.urls.clob}/books`, {
      method: 'POST',
      body: '[{"token_id":7}]',
    });
    expect(await broken.json()).toMatchObject({
      detail: expect.stringContaining('0.token_id') as unknown,
    });
  });

  it('ends with its open orders cancelled, the winner told and the payout on the chain', async () => {
    const left = await client.createAndPostOrder({
      tokenID: token,
      price: 0.05,
      size: 20,
      side: Side.BUY,
    });
    const watching = frames(venue.urls.marketSocket, {
      type: 'market',
      assets_ids: market.tokenIds,
      custom_feature_enabled: true,
    });
    await until(() => watching.heard.length >= 2);
    await venue.control.resolve(market, 0);
    await until(() => watching.heard.some((one) => one['event_type'] === 'market_resolved'));
    expect(await client.getOrder(left.orderID)).toMatchObject({
      status: 'CANCELED_MARKET_RESOLVED',
    });
    expect(await client.getMarket(market.id)).toMatchObject({
      closed: true,
      accepting_orders: false,
      tokens: [
        { winner: true, price: 1 },
        { winner: false, price: 0 },
      ],
    });
    expect(chain.resolved.get(market.id)).toEqual([1n, 0n]);
    const gamma = await fetch(`${venue.urls.gamma}/markets?condition_ids=${market.id}&closed=true`);
    expect(await gamma.json()).toMatchObject([{ closed: true, outcomePrices: '["1","0"]' }]);
    watching.socket.terminate();
  });
});
