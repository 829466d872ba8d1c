/** The venue's choosable habits, as the official client meets them. */
import { describe, expect, it } from '@jest/globals';
import { OrderType, Side } from '@polymarket/clob-client-v2';
import { privateKeyToAccount } from 'viem/accounts';
import type { VenueRules } from './rules/venue-rules.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { createFakeVenueChain } from './testing/fake-venue-chain.js';
import { readyClient } from './testing/official-client.js';

/** The test account holds 10 000 pUSD. */
const at = async (
  rules: Partial<VenueRules>,
  act: (
    trader: Awaited<ReturnType<typeof readyClient>>['client'],
    venue: PaperVenue,
  ) => Promise<void>,
): Promise<void> => {
  const chain = createFakeVenueChain();
  const venue = await startPaperVenue({
    chain,
    port: 0,
    wait: true,
    speed: 0.0001,
    markets: 2,
    delays: { minedMs: 5, confirmedMs: 10 },
    rules,
  });
  const { client } = await readyClient(venue, venue.testAccount.privateKey);
  try {
    await act(client, venue);
  } finally {
    await venue.stop();
  }
};

const tokens = (venue: PaperVenue) => venue.markets().map(({ tokenIds }) => tokenIds[0]);

describe('the rules of the venue', () => {
  const most = { price: 0.02, size: 400_000, side: Side.BUY };

  it('let one pUSD back orders of two markets only where markets reserve apart', async () => {
    await at({ reservation: 'global' }, async (client, venue) => {
      const [first = '', second = ''] = tokens(venue);
      await client.createAndPostOrder({ ...most, tokenID: first });
      expect(await client.createAndPostOrder({ ...most, tokenID: second })).toMatchObject({
        error: 'not enough balance / allowance',
      });
    });
    await at({ reservation: 'per_market' }, async (client, venue) => {
      const [first = '', second = ''] = tokens(venue);
      await client.createAndPostOrder({ ...most, tokenID: first });
      expect(await client.createAndPostOrder({ ...most, tokenID: second })).toMatchObject({
        status: 'live',
      });
      expect(await client.createAndPostOrder({ ...most, tokenID: second })).toMatchObject({
        error: 'not enough balance / allowance',
      });
    });
  });

  it('name the sums when they are told to', async () => {
    await at({ balanceText: 'detailed' }, async (client, venue) => {
      const [tokenID = ''] = tokens(venue);
      await client.createAndPostOrder({ ...most, tokenID });
      expect(await client.createAndPostOrder({ ...most, tokenID })).toMatchObject({
        error:
          'not enough balance / allowance: the balance is not enough -> balance: 10000000000, ' +
          'sum of matched orders: 0, sum of active orders: 8000000000, order amount: 8000000000',
      });
    });
  });

  it('speak the prefixed dialect, and keep silent about what is done', async () => {
    const rules = { dialect: 'prefixed', finishedOrders: 'empty' } as const;
    await at(rules, async (client, venue) => {
      const [tokenID = ''] = tokens(venue);
      const order = { tokenID, price: 0.02, size: 10.5, side: Side.BUY };
      const { orderID } = await client.createAndPostOrder(order);
      expect(await client.getOrder(orderID)).toMatchObject({
        status: 'ORDER_STATUS_LIVE',
        original_size: '10500000',
        size_matched: '0',
        price: '0.02',
      });
      await client.cancelAll();
      expect(await client.getOrder(orderID)).toBeNull();
      await client.createAndPostMarketOrder(
        { tokenID, amount: 5, side: Side.BUY },
        undefined,
        OrderType.FAK,
      );
      const [trade] = await client.getTrades();
      expect(trade?.status).toMatch(/^TRADE_STATUS_/);
      expect(trade?.size).toMatch(/^\d{7,}$/);
      expect(trade?.maker_orders[0]?.matched_amount).toMatch(/^\d{7,}$/);
    });
  });

  it('refuse bare wallets when they are told to', async () => {
    await at({ bareWallets: 'refused' }, async (client, venue) => {
      const [tokenID = ''] = tokens(venue);
      expect(await client.createAndPostOrder({ ...most, tokenID })).toMatchObject({
        error: 'maker address not allowed, please use the deposit wallet flow',
      });
    });
  });

  it('refuse a request whose clock is far off when they are told to', async () => {
    let atMs = Date.now();
    const venue = await startPaperVenue({
      chain: createFakeVenueChain(),
      port: 0,
      wait: true,
      nowMs: () => atMs,
      rules: { clockToleranceSeconds: 5 },
    });
    const { client } = await readyClient(venue, venue.testAccount.privateKey);
    expect((await client.getApiKeys()).apiKeys).toHaveLength(1);
    atMs += 60_000;
    expect(await client.getApiKeys()).toMatchObject({ status: 401 });
    await venue.stop();
  });

  it('let who may only close sell and not buy, and the banned do neither', async () => {
    await at({}, async (client, venue) => {
      const { address } = privateKeyToAccount(venue.testAccount.privateKey);
      const [tokenID = ''] = tokens(venue);
      await client.createAndPostMarketOrder(
        { tokenID, amount: 20, side: Side.BUY },
        undefined,
        OrderType.FAK,
      );
      const buy = { tokenID, price: 0.02, size: 10, side: Side.BUY };
      const sell = { tokenID, price: 0.98, size: 6, side: Side.SELL };
      await fetch(`${venue.urls.control}/standing`, {
        method: 'POST',
        body: JSON.stringify({ address, standing: 'closed_only' }),
      });
      expect(await client.getClosedOnlyMode()).toEqual({ closed_only: true });
      expect(await client.createAndPostOrder(buy)).toMatchObject({
        error: `'${address}' address in closed only mode`,
      });
      expect(await client.createAndPostOrder(sell)).toMatchObject({ status: 'live' });
      venue.standings.set(address, 'banned');
      expect(await client.createAndPostOrder(sell)).toMatchObject({
        error: `'${address}' address banned`,
      });
    });
  });

  it('tell the per-signer limit in headers, and enforce it when they are told to', async () => {
    // The clock stands still, so no bucket fills again.
    const atMs = Date.now();
    const venue = await startPaperVenue({
      chain: createFakeVenueChain(),
      port: 0,
      wait: true,
      nowMs: () => atMs,
      rules: { signerLimit: { mode: 'enforce', tier: 'standard' } },
    });
    const { client } = await readyClient(venue, venue.testAccount.privateKey);
    const [tokenID = ''] = tokens(venue);
    const order = await client.createOrder({ tokenID, price: 0.02, size: 10, side: Side.BUY });
    const batch = Array.from({ length: 15 }, () => ({ order, orderType: OrderType.GTC }));
    for (let times = 0; times < 4; times += 1)
      expect(await client.postOrders(batch)).toHaveLength(15);
    expect(await client.postOrder(order)).toEqual({ error: 'Too Many Requests', status: 429 });
    expect(await client.cancelAll()).toMatchObject({ canceled: [expect.any(String) as unknown] });
    await venue.stop();
  });

  it('let nothing but post-only orders and cancels through after a restart', async () => {
    await at({}, async (client, venue) => {
      const [tokenID = ''] = tokens(venue);
      const order = await client.createOrder({ tokenID, price: 0.02, size: 10, side: Side.BUY });
      const set = async (change: object): Promise<unknown> =>
        (
          await fetch(`${venue.urls.control}/trading`, {
            method: 'POST',
            body: JSON.stringify(change),
          })
        ).json();
      expect(await set({ mode: 'resting' })).toMatchObject({ error: 'Invalid payload' });
      expect(await set({ mode: 'restarting', forMs: 60_000 })).toMatchObject({
        mode: 'restarting',
      });
      expect(await client.postOrder(order)).toEqual({
        error: 'Request failed with status code 425',
      });
      await set({ mode: 'post_only', forMs: 60_000 });
      expect(await client.postOrder(order)).toMatchObject({ status: 503 });
      const legs = await client.postOrders([{ order, orderType: OrderType.GTC }]);
      expect(legs).toMatchObject([
        { success: true, orderID: '', errorMsg: expect.stringContaining('post-only') as unknown },
      ]);
      const placed = await client.postOrder(order, OrderType.GTC, true);
      expect(placed).toMatchObject({ status: 'live' });
      await set({ mode: 'cancel_only' });
      expect(await client.postOrder(order)).toMatchObject({ status: 503 });
      expect(await client.cancelAll()).toMatchObject({ canceled: [placed.orderID] });
      await set({ mode: 'disabled' });
      expect(await client.cancelAll()).toMatchObject({ status: 503 });
    });
  });
});
