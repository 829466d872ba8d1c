/** Every call of the unmodified official client, made by each kind of wallet at one running venue. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  AssetType,
  Chain,
  ClobClient,
  OrderType,
  PriceHistoryInterval,
  Side,
  SignatureTypeV2,
  type ApiKeyCreds,
} from '@polymarket/clob-client-v2';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createDepositWallets, walletOf } from './accounts/wallets.js';
import type { Address } from './chain/venue-chain.js';
import { memoryJournal } from './journal/journal.js';
import type { Market } from './markets/market.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { createFakeVenueChain, type FakeVenueChain } from './testing/fake-venue-chain.js';
import { readyClient, signerOf, until } from './testing/official-client.js';

const WALLETS = [
  { type: 0, name: 'a bare wallet', clientType: SignatureTypeV2.EOA },
  { type: 1, name: 'a proxy wallet', clientType: SignatureTypeV2.POLY_PROXY },
  { type: 2, name: 'a Safe', clientType: SignatureTypeV2.POLY_GNOSIS_SAFE },
  { type: 3, name: 'a deposit wallet', clientType: SignatureTypeV2.POLY_1271 },
] as const;

/** What no call of a trader leads to at this venue, and why. */
const NOT_CALLED: Readonly<Record<string, string>> = {
  constructor: 'it is how a client is made',
  _resolveFeeRateBps: 'only orders of the first version have a fee rate, and no market takes them',
};

let chain: FakeVenueChain;
let venue: PaperVenue;
let market: Market;
let token: string;
/** The methods of the client that were called, through the unmodified client itself. */
let called: () => readonly string[];

beforeAll(async () => {
  called = watchCalls();
  chain = createFakeVenueChain();
  venue = await startPaperVenue({
    chain,
    port: 0,
    wait: true,
    speed: 0.0001,
    delays: { minedMs: 5, confirmedMs: 10 },
  });
  [market] = venue.markets() as [Market];
  token = market.tokenIds[0];
});

afterAll(async () => {
  jest.restoreAllMocks();
  await venue.stop();
});

describe.each(WALLETS)('$name at the paper venue', ({ type, clientType }) => {
  let client: ClobClient;
  let creds: ApiKeyCreds;
  let maker: Address;
  let owner: Address;

  beforeAll(async () => {
    const privateKey = generatePrivateKey();
    owner = privateKeyToAccount(privateKey).address;
    const deposit = privateKeyToAccount(generatePrivateKey()).address;
    await fetch(`${venue.urls.control}/deposit-wallets`, {
      method: 'POST',
      body: JSON.stringify({ owner, wallet: deposit }),
    });
    maker = walletOf(owner, type, createDepositWallets(memoryJournal())) ?? deposit;
    chain.approve(maker);
    await venue.control.fund(maker, 1_000_000_000n);
    ({ creds } = await readyClient(venue, privateKey));
    client = new ClobClient({
      host: venue.urls.clob,
      chain: Chain.POLYGON,
      signer: signerOf(privateKey),
      creds,
      signatureType: clientType,
      funderAddress: maker,
    });
  });

  const bestAsk = async () => Number((await client.getOrderBook(token)).asks.at(-1)?.price);
  const rest = async (price: number, size = 30) =>
    client.createAndPostOrder({ tokenID: token, price, size, side: Side.BUY });

  it('reads the market', async () => {
    expect(await client.getOk()).toBe('OK');
    expect(await client.getVersion()).toBe(2);
    expect(await client.getServerTime()).toBeGreaterThan(1_700_000_000);
    for (const list of [
      await client.getMarkets(),
      await client.getSimplifiedMarkets(),
      await client.getSamplingMarkets(),
      await client.getSamplingSimplifiedMarkets(),
    ])
      expect(list).toMatchObject({
        count: 1,
        next_cursor: 'LTE=',
        data: [{ condition_id: market.id }],
      });
    expect(await client.getMarket(market.id)).toMatchObject({ condition_id: market.id });
    expect(await client.getClobMarketInfo(market.id)).toMatchObject({ c: market.id, mos: 5 });
    expect(await client.getTickSize(token)).toBe('0.01');
    expect(await client.getNegRisk(token)).toBe(false);
    expect(await client.getFeeRateBps(token)).toBe(0);
    expect(await client.getFeeExponent(token)).toBe(1);
  });

  it('reads the book and the prices drawn from it', async () => {
    const book = await client.getOrderBook(token);
    const [bid, ask] = [Number(book.bids.at(-1)?.price), Number(book.asks.at(-1)?.price)];
    const asked = [{ token_id: token, side: Side.BUY }];
    expect(await client.getOrderBookHash({ ...book })).toBe(book.hash);
    expect(await client.getOrderBooks(asked)).toMatchObject([{ asset_id: token }]);
    expect(await client.getMidpoint(token)).toEqual({ mid: text((bid + ask) / 2) });
    expect(await client.getMidpoints(asked)).toEqual({ [token]: text((bid + ask) / 2) });
    expect(await client.getPrice(token, Side.BUY)).toEqual({ price: text(bid) });
    expect(await client.getPrices(asked)).toEqual({ [token]: { BUY: book.bids.at(-1)?.price } });
    expect(await client.getSpread(token)).toEqual({ spread: text(ask - bid) });
    expect(await client.getSpreads(asked)).toEqual({ [token]: text(ask - bid) });
    expect(await client.calculateMarketPrice(token, Side.BUY, 5)).toBe(ask);
  });

  it('makes, derives, lists and drops keys', async () => {
    expect(await client.deriveApiKey()).toEqual(creds);
    const second = await client.createApiKey(7);
    expect((await client.getApiKeys()).apiKeys).toEqual([creds.key, second.key]);
    const other = new ClobClient({
      host: venue.urls.clob,
      chain: Chain.POLYGON,
      ...(client.signer === undefined ? {} : { signer: client.signer }),
      creds: second,
    });
    await other.deleteApiKey();
    expect((await client.getApiKeys()).apiKeys).toEqual([creds.key]);
    expect(await client.getClosedOnlyMode()).toEqual({ closed_only: false });
    const { apiKey } = await client.createReadonlyApiKey();
    expect(await client.getReadonlyApiKeys()).toEqual([apiKey]);
    const readOnly = async (path: string, key = apiKey): Promise<Response> =>
      fetch(`${venue.urls.clob}${path}`, {
        headers: { POLY_READONLY_API_KEY: key, POLY_ADDRESS: owner },
      });
    const validate = `/auth/validate-readonly-api-key?address=${owner}&key=`;
    expect((await readOnly('/data/orders')).status).toBe(200);
    expect((await readOnly('/data/orders', 'another')).status).toBe(401);
    expect((await readOnly('/auth/api-keys')).status).toBe(401);
    expect((await readOnly(`${validate}${apiKey}`)).status).toBe(200);
    expect((await readOnly(`${validate}another`)).status).toBe(401);
    expect(await client.deleteReadonlyApiKey(apiKey)).toBe(true);
    expect((await readOnly('/data/orders')).status).toBe(401);
    expect(await client.getReadonlyApiKeys()).toEqual([]);
    const builder = await client.createBuilderApiKey();
    expect(await client.getBuilderApiKeys()).toMatchObject([{ key: builder.key }]);
    await client.revokeBuilderApiKey();
    expect(await client.getBuilderApiKeys()).toMatchObject([
      { key: builder.key, revokedAt: expect.any(String) as unknown },
    ]);
  });

  it('reads and refreshes what it holds', async () => {
    const dollars = { asset_type: AssetType.COLLATERAL };
    expect(await client.getBalanceAllowance(dollars)).toMatchObject({ balance: '1000000000' });
    chain.give(maker, 'usd', 5_000_000n);
    expect(await client.getBalanceAllowance(dollars)).toMatchObject({ balance: '1000000000' });
    await client.updateBalanceAllowance(dollars);
    expect(await client.getBalanceAllowance(dollars)).toMatchObject({ balance: '1005000000' });
    const shares = { asset_type: AssetType.CONDITIONAL, token_id: token };
    expect(await client.getBalanceAllowance(shares)).toMatchObject({ balance: '0' });
  });

  it('places, reads, scores and cancels resting orders', async () => {
    const near = (await bestAsk()) - 0.02;
    const first = await rest(near);
    const timed = await client.createOrder({
      tokenID: token,
      price: 0.03,
      size: 10,
      side: Side.BUY,
      expiration: Math.floor(Date.now() / 1000) + 3_600,
    });
    const second = await client.postOrder(timed, OrderType.GTD, true);
    expect([first.status, second.status]).toEqual(['live', 'live']);
    expect(await client.getOrder(first.orderID)).toMatchObject({ maker_address: maker });
    expect(await client.getOpenOrders({ market: market.id })).toHaveLength(2);
    expect(await client.getOpenOrders({ id: second.orderID })).toMatchObject([
      { order_type: 'GTD', expiration: timed.expiration },
    ]);
    expect(await client.getPreMigrationOrders()).toEqual([]);
    expect(await client.isOrderScoring({ order_id: second.orderID })).toEqual({ scoring: false });
    const ids = [first.orderID, second.orderID];
    expect(Object.keys(await client.areOrdersScoring({ orderIds: ids }))).toEqual(ids);
    expect(await client.cancelOrder({ orderID: first.orderID })).toEqual({
      canceled: [first.orderID],
      not_canceled: {},
    });
    expect(await client.cancelOrders([first.orderID, second.orderID])).toEqual({
      canceled: [second.orderID],
      not_canceled: { [first.orderID]: 'Order not found or already canceled' },
    });
  });

  it('posts a batch whose refused leg hides behind success, in the order it was sent', async () => {
    const sizes = [10, 2, 12];
    const args = await Promise.all(
      sizes.map(async (size) => ({
        order: await client.createOrder({ tokenID: token, price: 0.02, size, side: Side.BUY }),
        orderType: OrderType.GTC,
      })),
    );
    const legs = await client.postOrders(args);
    expect(legs).toMatchObject([
      { success: true, errorMsg: '', status: 'live' },
      {
        success: true,
        orderID: '',
        errorMsg: expect.stringContaining('Size (2) lower') as unknown,
      },
      { success: true, errorMsg: '', status: 'live' },
    ]);
    expect(await client.cancelMarketOrders({ asset_id: token })).toEqual({
      canceled: [legs[0]?.orderID, legs[2]?.orderID],
      not_canceled: {},
    });
    const many = await client.postOrders(Array(16).fill(args[0]) as typeof args);
    expect(many).toMatchObject({
      error: 'Too many orders in payload: 16, max allowed: 15',
      status: 400,
    });
    await rest(0.02);
    expect((await client.cancelAll()) as object).toMatchObject({
      canceled: [expect.any(String) as unknown],
    });
  });

  it('trades both ways and reads what it traded', async () => {
    const bought = await client.createAndPostMarketOrder(
      { tokenID: token, amount: 8, side: Side.BUY },
      undefined,
      OrderType.FOK,
    );
    expect(bought).toMatchObject({ success: true, status: 'matched' });
    expect(bought.transactionsHashes).toHaveLength(1);
    const sold = await client.createAndPostMarketOrder(
      { tokenID: token, amount: 5, side: Side.SELL },
      undefined,
      OrderType.FAK,
    );
    expect(sold).toMatchObject({ success: true, status: 'matched', makingAmount: '5' });
    expect(await client.getTrades({ market: market.id })).toMatchObject([
      { taker_order_id: sold.orderID, trader_side: 'TAKER', maker_address: maker },
      { taker_order_id: bought.orderID, trader_side: 'TAKER', maker_address: maker },
    ]);
    expect((await client.getTradesPaginated({ asset_id: token })).trades).toHaveLength(2);
    expect(await client.getLastTradePrice(token)).toMatchObject({ side: 'SELL' });
    const asked = [{ token_id: token, side: Side.BUY }];
    expect(await client.getLastTradesPrices(asked)).toMatchObject([
      { token_id: token, side: 'SELL' },
    ]);
    const older = await fetch(`${venue.urls.clob}/live-activity/events/${market.id}`);
    expect(await older.json()).toEqual(await client.getMarketTradesEvents(market.id));
    const [latest] = await client.getMarketTradesEvents(market.id);
    expect(latest).toMatchObject({ event_type: 'trade', side: 'SELL', size: '5' });
    const history: unknown = await client.getPricesHistory({
      market: token,
      interval: PriceHistoryInterval.ONE_HOUR,
      fidelity: 1,
    });
    expect(history).toMatchObject({
      history: expect.arrayContaining([
        { t: expect.any(Number), p: expect.any(Number) },
      ]) as unknown,
    });
  });

  it('does not wait for the transactions of a match when it defers them', async () => {
    const order = { tokenID: token, amount: 7, side: Side.BUY };
    const told = await client.createAndPostMarketOrder(order, undefined, OrderType.FAK, true);
    expect(told).toMatchObject({ success: true, status: 'matched' });
    expect(told.transactionsHashes).toBeUndefined();
    expect(told.tradeIDs).toHaveLength(1);
    const [id = ''] = told.tradeIDs ?? [];
    await until(async () => (await client.getTrades({ id }))[0]?.status === 'CONFIRMED');
    const resting = { tokenID: token, price: 0.02, size: 10, side: Side.BUY };
    const leg = { order: await client.createOrder(resting), orderType: OrderType.GTC };
    const [kept] = await client.postOrders([leg], false, true);
    expect(kept).toMatchObject({ success: true, status: 'live' });
    await client.cancelOrder({ orderID: kept?.orderID ?? '' });
  });

  it('names a builder, whose trades anyone may read', async () => {
    const builderCode = `0x${type.toString().padStart(64, 'b')}`;
    const order = await client.createMarketOrder({
      tokenID: token,
      amount: 6,
      side: Side.BUY,
      builderCode,
      userUSDCBalance: 6,
    });
    expect(Number(order.makerAmount)).toBeLessThanOrEqual(6_000_000);
    const sent = await client.postOrder(order, OrderType.FAK);
    expect(sent).toMatchObject({ status: 'matched' });
    const { trades } = await client.getBuilderTrades({ builder_code: builderCode });
    expect(trades).toMatchObject([{ takerOrderHash: sent.orderID, maker, builderCode }]);
  });

  it('is notified of what was cancelled and filled, until it drops it', async () => {
    const told = (await client.getNotifications()) as unknown as { id: number; type: number }[];
    expect(new Set(told.map((one) => one.type))).toEqual(new Set([1, 2]));
    await client.dropNotifications({ ids: told.map(({ id }) => id.toString()) });
    expect(await client.getNotifications()).toEqual([]);
  });

  it('reads rewards that never come', async () => {
    expect(await client.getCurrentRewards()).toMatchObject([{ condition_id: market.id }]);
    expect(await client.getRawRewardsForMarket(market.id)).toMatchObject([
      { condition_id: market.id },
    ]);
    expect(await client.getEarningsForUserForDay('2026-11-22')).toEqual([]);
    expect(await client.getTotalEarningsForUserForDay('2026-11-22')).toEqual([]);
    expect(await client.getUserEarningsAndMarketsConfig('2026-11-22')).toEqual([]);
    expect(await client.getRewardPercentages()).toEqual({});
  });

  it('beats, and is told the id it should have sent', async () => {
    const first = await client.postHeartbeat('');
    const second = await client.postHeartbeat(first.heartbeat_id);
    expect(await client.postHeartbeat('wrong')).toMatchObject({
      status: 400,
      heartbeat_id: second.heartbeat_id,
    });
  });
});

describe('a client that knows nothing yet', () => {
  it('is told of a market that never traded what stands for a price', async () => {
    const untouched = await startPaperVenue({ chain, port: 0, wait: true, speed: 0.0001 });
    try {
      const stranger = new ClobClient({ host: untouched.urls.clob, chain: Chain.POLYGON });
      const tokenId = untouched.markets()[0]?.tokenIds[0] ?? '';
      const asked = [{ token_id: tokenId, side: Side.BUY }];
      expect(await stranger.getLastTradePrice(tokenId)).toEqual({ price: '0.5', side: '' });
      expect(await stranger.getLastTradesPrices(asked)).toEqual([
        { token_id: tokenId, price: '0.5', side: '' },
      ]);
      expect(await stranger.getMarketTradesEvents(untouched.markets()[0]?.id ?? '')).toEqual([]);
      expect(await stranger.getOrderBook('1')).toMatchObject({ status: 404 });
    } finally {
      await untouched.stop();
    }
  });

  it('signs exact amounts for a market of the third order version', async () => {
    const own = createFakeVenueChain();
    const at = { chain: own, port: 0, wait: true, speed: 0.0001, protocolV2Markets: 1 };
    const newer = await startPaperVenue(at);
    try {
      const { client } = await readyClient(newer, newer.testAccount.privateKey);
      const listed = newer.markets().find(({ onChain }) => onChain.kind === 'protocol_v2');
      const order = await client.createExchangeV3OrderFromAmounts({
        tokenID: listed?.tokenIds[0] ?? '',
        makerAmount: '200000',
        takerAmount: '10000000',
        side: Side.BUY,
      });
      const { orderID, status } = await client.postOrder(order);
      expect(status).toBe('live');
      expect(await client.getOrder(orderID)).toMatchObject({ price: '0.02', original_size: '10' });
    } finally {
      await newer.stop();
    }
  });

  it('makes its key or derives the one there is', async () => {
    const privateKey = generatePrivateKey();
    const at = { host: venue.urls.clob, chain: Chain.POLYGON, signer: signerOf(privateKey) };
    const made = await new ClobClient(at).createOrDeriveApiKey();
    expect(await new ClobClient(at).createOrDeriveApiKey()).toEqual(made);
  });
});

/** As the venue writes a decimal. */
const text = (value: number): string => (Math.round(value * 1e6) / 1e6).toString();

/** Nothing is replaced: the methods are only watched. */
function watchCalls(): () => readonly string[] {
  const { prototype } = ClobClient;
  const watched = Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => ({ name, spy: jest.spyOn(prototype, name as 'getOk') }));
  return () => watched.filter(({ spy }) => spy.mock.calls.length > 0).map(({ name }) => name);
}

describe('orders of one key', () => {
  it('are not seen, cancelled or followed by another', async () => {
    const { client } = await readyClient(venue, venue.testAccount.privateKey);
    const stranger = (await readyClient(venue, generatePrivateKey())).client;
    const order = { tokenID: token, price: 0.02, size: 10, side: Side.BUY };
    const { orderID } = await client.createAndPostOrder(order);
    expect(await stranger.getOrder(orderID)).toBeNull();
    expect(await stranger.getOpenOrders()).toEqual([]);
    expect(await stranger.cancelOrder({ orderID })).toEqual({
      canceled: [],
      not_canceled: { [orderID]: 'Order not found or already canceled' },
    });
    expect(await client.getOrder(orderID)).toMatchObject({ status: 'LIVE' });
  });

  it('go when its heart stops, and those of others stay', async () => {
    let atMs = Date.now();
    const still = createFakeVenueChain();
    const options = { chain: still, port: 0, wait: true, speed: 0.0001, nowMs: () => atMs };
    const waiting = await startPaperVenue(options);
    const otherKey = generatePrivateKey();
    const otherWallet = privateKeyToAccount(otherKey).address;
    still.approve(otherWallet);
    await waiting.control.fund(otherWallet, 100_000_000n);
    const mortal = (await readyClient(waiting, waiting.testAccount.privateKey)).client;
    const calm = (await readyClient(waiting, otherKey)).client;
    const tokenID = waiting.markets()[0]?.tokenIds[0] ?? '';
    const order = { tokenID, price: 0.02, size: 10, side: Side.BUY };
    const { orderID } = await mortal.createAndPostOrder(order);
    const kept = await calm.createAndPostOrder(order);
    const beat = await mortal.postHeartbeat('');
    atMs += 9_000;
    await mortal.postHeartbeat(beat.heartbeat_id);
    atMs += 9_000;
    expect(await mortal.getOrder(orderID)).toMatchObject({ status: 'LIVE' });
    atMs += 2_000;
    await until(async () => (await mortal.getOrder(orderID)).status === 'CANCELED');
    expect(await calm.getOpenOrders()).toMatchObject([{ id: kept.orderID }]);
    await waiting.stop();
  });
});

describe('the contract itself', () => {
  it('leaves no method of the client uncalled without a reason', () => {
    const left = Object.getOwnPropertyNames(ClobClient.prototype).filter(
      (name) => !called().includes(name),
    );
    expect(left.toSorted()).toEqual(Object.keys(NOT_CALLED).toSorted());
  });
});
