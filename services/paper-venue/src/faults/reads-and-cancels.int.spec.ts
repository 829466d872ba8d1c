/** Each fault of a read and of a cancel, and what others do on the wallet, as a client sees them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AssetType, OrderType } from '@polymarket/clob-client-v2';
import { until } from '../testing/official-client.js';
import { openVenueAtRest, type VenueAtRest } from '../testing/venue-at-rest.js';

describe('faults of reads and cancels', () => {
  let at: VenueAtRest;

  beforeAll(async () => {
    at = await openVenueAtRest();
  });
  afterEach(async () => {
    await at.lever('DELETE', 'faults');
    await at.client.cancelAll();
  });
  afterAll(() => at.venue.stop());

  const rest = async (more: object = {}, type: OrderType.GTC | OrderType.GTD = OrderType.GTC) => {
    const sent = (await at.client.postOrder(await at.bid(more), type)) as { orderID: string };
    expect(sent).toMatchObject({ status: 'live' });
    return sent.orderID;
  };
  const openIds = async (): Promise<readonly string[]> =>
    (await at.client.getOpenOrders()).map(({ id }) => id);

  it('page_empty, page_truncated and page_missing hide open orders', async () => {
    const [first, second] = [await rest({ price: 0.02 }), await rest({ price: 0.03 })];
    for (const fault of ['page_empty', 'page_missing']) {
      await at.arm(fault);
      expect(await openIds()).toEqual([]);
    }
    await at.arm('page_truncated', { parameters: { rows: 1 } });
    expect(await openIds()).toEqual([first]);
    expect(await openIds()).toEqual([first, second]);
  });

  it('page_missing leads on to the next page of a long list', async () => {
    for (let n = 0; n < 101; n += 1) {
      const answer = await at.lever('POST', 'hand/order', {
        wallet: at.venue.testAccount.address,
        tokenId: at.token,
        side: 'BUY',
        price: '0.01',
        size: '5',
      });
      expect(answer).toMatchObject({ status: 'LIVE' });
    }
    await at.arm('page_missing');
    expect(await openIds()).toHaveLength(1);
    expect(await openIds()).toHaveLength(101);
  });

  it('order_not_visible answers null for an order that stands', async () => {
    await at.arm('order_not_visible');
    const id = await rest();
    expect(await at.client.getOrder(id)).toBeNull();
    expect(await at.client.getOrder(id)).toMatchObject({ id });
  });

  it('read_lagging answers what was true some time ago', async () => {
    await at.arm('read_lagging', {
      endpoint: 'GET /data/orders',
      times: 100,
      parameters: { lagMs: 400 },
    });
    expect(await openIds()).toEqual([]);
    const id = await rest();
    expect(await openIds()).toEqual([]);
    await until(async () => (await openIds()).includes(id));
  });

  it('clock_skewed moves /time, auth_clock_strict refuses who does not follow', async () => {
    await at.arm('clock_skewed', { parameters: { seconds: -3_600 } });
    const skewed = await at.client.getServerTime();
    expect(Math.abs(skewed + 3_600 - (await at.client.getServerTime()))).toBeLessThan(5);
    await at.arm('auth_clock_strict', { times: 2 });
    const refused = { error: 'Unauthorized/Invalid api key', status: 401 };
    expect(await at.client.postOrder(await at.bid())).toEqual(refused);
    expect(await at.client.getApiKeys()).toEqual(refused);
    await at.arm('auth_clock_strict', { parameters: { skewSeconds: 5 } });
    expect(await at.client.getApiKeys()).toMatchObject({ apiKeys: [at.creds.key] });
  });

  it('other_dialect prefixes statuses and counts sizes in millionths', async () => {
    const id = await rest();
    await at.arm('other_dialect', { times: 2 });
    const told = { id, status: 'ORDER_STATUS_LIVE', original_size: '20000000', price: '0.05' };
    expect(await at.client.getOrder(id)).toMatchObject(told);
    expect(await at.client.getOpenOrders()).toMatchObject([told]);
    expect(await at.client.getOrder(id)).toMatchObject({ status: 'LIVE', original_size: '20' });
  });

  it('cancel_raced_by_fill fills the order that is being cancelled', async () => {
    const whole = await rest();
    await at.arm('cancel_raced_by_fill');
    expect(await at.client.cancelOrder({ orderID: whole })).toEqual({
      canceled: [],
      not_canceled: { [whole]: 'Order already matched' },
    });
    const lied = await rest();
    await at.arm('cancel_raced_by_fill', { parameters: { saysCanceled: true } });
    expect(await at.client.cancelOrder({ orderID: lied })).toMatchObject({ canceled: [lied] });
    expect(await at.client.getOrder(lied)).toMatchObject({ status: 'MATCHED' });
    const half = await rest();
    await at.arm('cancel_raced_by_fill', { parameters: { share: 0.5 } });
    expect(await at.client.cancelOrder({ orderID: half })).toMatchObject({ canceled: [half] });
    expect(await at.client.getOrder(half)).toMatchObject({
      status: 'CANCELED',
      size_matched: '10',
    });
    await until(async () => {
      const trades = await at.client.getTrades({ market: at.market.id });
      return trades.length === 3 && trades.every(({ status }) => status === 'CONFIRMED');
    });
  });

  it('cancel_not_found leaves the order standing', async () => {
    const id = await rest();
    await at.arm('cancel_not_found');
    expect(await at.client.cancelOrder({ orderID: id })).toEqual({
      canceled: [],
      not_canceled: { [id]: 'Order not found or already canceled' },
    });
    expect(await openIds()).toEqual([id]);
  });

  it('order_removed ends a resting order as INVALID, gtd_expired_early as CANCELED', async () => {
    await at.arm('order_removed', { parameters: { afterMs: 50 } });
    const removed = await rest();
    await until(async () => (await at.client.getOrder(removed)).status === 'INVALID');
    await at.arm('gtd_expired_early', { parameters: { afterMs: 50 } });
    const lasting = await rest({ price: 0.04 });
    const expiration = Math.floor(Date.now() / 1000) + 3_600;
    const expired = await rest({ expiration }, OrderType.GTD);
    await until(async () => (await at.client.getOrder(expired)).status === 'CANCELED');
    expect(await openIds()).toEqual([lasting]);
  });

  it('a hand on the same wallet trades, the crowd fills and the venue removes', async () => {
    const wallet = at.venue.testAccount.address;
    const before = await at.client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    const order = { wallet, tokenId: at.token, side: 'BUY', price: '0.9', size: '10' };
    const bought = (await at.lever('POST', 'hand/order', { ...order, orderType: 'FOK' })) as {
      readonly tradeIds: readonly string[];
    };
    const [id = ''] = bought.tradeIds;
    await until(async () => (await at.client.getTrades({ id }))[0]?.status === 'CONFIRMED');
    const after = await at.client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    expect(BigInt(after.balance)).toBeLessThan(BigInt(before.balance));

    const unseen = await at.lever('POST', 'hand/order', {
      ...order,
      price: '0.02',
      owner: 'a session key',
    });
    expect(unseen).toMatchObject({ status: 'LIVE' });
    expect(await openIds()).toEqual([]);

    const mine = await rest();
    expect(await at.lever('POST', 'hand/fill', { orderId: mine, shares: '4' })).toMatchObject({
      tradeIds: [expect.any(String) as unknown],
    });
    expect(await at.client.getOrder(mine)).toMatchObject({ status: 'LIVE', size_matched: '4' });
    expect(await at.lever('POST', 'hand/remove', { orderId: mine })).toEqual({ removed: [mine] });
    expect(await at.client.getOrder(mine)).toMatchObject({ status: 'INVALID' });
    expect(await at.lever('POST', 'hand/order', { ...order, price: 'much' })).toMatchObject({
      detail: 'price: not a decimal of at most six places',
    });
  });
});
