/** Each fault of a match, of its settlement and of the balances after it does what it says. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AssetType, OrderType, Side } from '@polymarket/clob-client-v2';
import type { SettledOrder } from '../chain/venue-chain.js';
import { until, frames } from '../testing/official-client.js';
import { openVenueAtRest, type VenueAtRest } from '../testing/venue-at-rest.js';

describe('faults of trades', () => {
  let at: VenueAtRest;
  let heard: readonly Record<string, unknown>[];
  let socket: ReturnType<typeof frames>['socket'];

  beforeAll(async () => {
    at = await openVenueAtRest();
    const { key: apiKey, secret, passphrase } = at.creds;
    ({ heard, socket } = frames(at.venue.urls.userSocket, {
      auth: { apiKey, secret, passphrase },
      type: 'user',
    }));
    await until(() => socket.readyState === socket.OPEN);
    // Heard only once the venue has read who listens.
    await at.client.postOrder(await at.bid());
    await until(() => heard.length > 0);
    await at.client.cancelAll();
  });
  afterEach(() => at.lever('DELETE', 'faults'));
  afterAll(async () => {
    socket.terminate();
    await at.venue.stop();
  });

  const statusesOf = (tradeId: string): readonly unknown[] =>
    heard.filter((one) => one['id'] === tradeId).map((one) => one['status']);
  const hashesOf = (tradeId: string): ReadonlySet<unknown> =>
    new Set(heard.filter((one) => one['id'] === tradeId).map((one) => one['transaction_hash']));
  const ended = async (tradeId: string, as = 'CONFIRMED'): Promise<void> => {
    await until(() => statusesOf(tradeId).includes(as));
  };
  const balance = async (): Promise<bigint> => {
    const query = { asset_type: AssetType.COLLATERAL };
    return BigInt((await at.client.getBalanceAllowance(query)).balance);
  };
  const onChain = async (): Promise<bigint> =>
    (await at.chain.collateral(at.venue.testAccount.address)).balance;
  const lastOnChain = (): { taker: SettledOrder; makers: readonly SettledOrder[] } | undefined =>
    at.chain.settled.at(-1);
  /** Buys through the two best asks. */
  const sweep = async () => {
    const [second, best] = (await at.client.getOrderBook(at.token)).asks.slice(-2);
    const amount = Math.floor(Number(best?.price) * Number(best?.size) + 5);
    const order = await at.client.createMarketOrder({
      tokenID: at.token,
      amount,
      price: Number(second?.price),
      side: Side.BUY,
    });
    return (await at.client.postOrder(order, OrderType.FAK, false, true)) as {
      readonly orderID: string;
      readonly tradeIDs: readonly string[];
    };
  };

  it('without any fault a lost answer of the chain is looked up instead of settled again', async () => {
    at.chain.silenceNext();
    const settled = at.chain.settled.length;
    const { tradeIDs: [id = ''] = [] } = await at.buy(5);
    await ended(id);
    expect(statusesOf(id)).toEqual(['MATCHED', 'RETRYING', 'MINED', 'CONFIRMED']);
    expect(at.chain.settled).toHaveLength(settled + 1);
  });

  it('settlement_failed tells MATCHED, then FAILED, and moves nothing', async () => {
    for (const minedFirst of [false, true]) {
      await at.arm('settlement_failed', { parameters: { minedFirst, error: 'ghost' } });
      const [before, settled] = [await onChain(), at.chain.settled.length];
      const { tradeIDs: [id = ''] = [] } = await at.buy(5);
      await ended(id, 'FAILED');
      expect(statusesOf(id)).toEqual(['MATCHED', ...(minedFirst ? ['MINED'] : []), 'FAILED']);
      expect(await onChain()).toBe(before);
      expect(at.chain.settled).toHaveLength(settled);
      expect(await at.client.getTrades({ id })).toMatchObject([
        { status: 'FAILED', err_msg: 'ghost' },
      ]);
      expect(await balance()).toBe(before);
    }
  });

  it('settlement_retried ends confirmed under another hash, and moves money once', async () => {
    await at.arm('settlement_retried');
    const settled = at.chain.settled.length;
    const { tradeIDs: [id = ''] = [] } = await at.buy(5);
    await ended(id);
    expect(statusesOf(id)).toEqual(['MATCHED', 'MINED', 'RETRYING', 'MINED', 'CONFIRMED']);
    expect(hashesOf(id).size).toBe(3);
    expect(at.chain.settled).toHaveLength(settled + 1);
  });

  it('settlement_stuck stays for so long at the status it is told to stop at', async () => {
    await at.arm('settlement_stuck', { parameters: { forMs: 2_000 } });
    await at.arm('settlement_stuck', { parameters: { after: 'MATCHED', forMs: 2_000 } });
    const { tradeIDs: [mined = ''] = [] } = await at.buy(5);
    const { tradeIDs: [matched = ''] = [] } = await at.buy(5);
    const { tradeIDs: [whole = ''] = [] } = await at.buy(5);
    await ended(whole);
    expect([statusesOf(mined), statusesOf(matched)]).toEqual([['MATCHED', 'MINED'], ['MATCHED']]);
    await ended(mined);
    await ended(matched);
  });

  it('settlement_delayed lets later trades pass', async () => {
    await at.arm('settlement_delayed', { parameters: { delayMs: 400 } });
    const { tradeIDs: [late = ''] = [] } = await at.buy(5);
    const { tradeIDs: [next = ''] = [] } = await at.buy(5);
    await ended(next);
    expect(statusesOf(late)).toEqual(['MATCHED']);
    await ended(late);
  });

  it('match_split cuts a match into buckets, fills_share_hash settles them in one transaction', async () => {
    await at.arm('match_split', { parameters: { parts: 4 } });
    await at.arm('fills_share_hash');
    const [before, settled] = [await onChain(), at.chain.settled.length];
    const { tradeIDs = [], orderID } = await at.buy(9);
    expect(tradeIDs).toHaveLength(4);
    for (const id of tradeIDs) await ended(id);
    const rows = (await at.client.getTrades({ market: at.market.id })).filter(
      (row) => row.taker_order_id === orderID,
    );
    expect(rows.map((row) => row.bucket_index).sort()).toEqual([0, 1, 2, 3]);
    expect(new Set(rows.map((row) => row.transaction_hash)).size).toBe(1);
    expect(at.chain.settled).toHaveLength(settled + 1);
    const taker = lastOnChain()?.taker;
    expect(before - (await onChain())).toBe((taker?.makerAmount ?? 0n) + (taker?.fee ?? 0n));
    const order = await at.client.getOrder(orderID);
    const shares = rows.reduce((sum, row) => sum + Math.round(Number(row.size) * 1e6), 0);
    expect(Math.round(Number(order.size_matched) * 1e6)).toBe(shares);
  });

  it('one_trade_id makes one trade of a sweep through two prices', async () => {
    await at.arm('one_trade_id');
    const { tradeIDs } = await sweep();
    expect(tradeIDs).toHaveLength(1);
    const [row] = await at.client.getTrades({ id: tradeIDs[0] ?? '' });
    expect(new Set(row?.maker_orders.map(({ price }) => price)).size).toBe(2);
    await ended(tradeIDs[0] ?? '');
  });

  it('overfilled gives a few micro-shares too many for the same money', async () => {
    await at.arm('overfilled', { parameters: { microShares: 7 } });
    const ask = (await at.client.getOrderBook(at.token)).asks.at(-1);
    const order = await at.client.createOrder({
      tokenID: at.token,
      price: Number(ask?.price),
      size: 8,
      side: Side.BUY,
    });
    const sent = (await at.client.postOrder(order, OrderType.GTC, false, true)) as {
      orderID: string;
      tradeIDs: readonly string[];
    };
    expect(await at.client.getOrder(sent.orderID)).toMatchObject({
      original_size: '8',
      size_matched: '8.000007',
      status: 'MATCHED',
    });
    await ended(sent.tradeIDs[0] ?? '');
    expect(lastOnChain()?.taker).toMatchObject({ takerAmount: 8_000_007n });
  });

  it('underfilled ends an order as matched a cent short', async () => {
    await at.arm('underfilled');
    const ask = (await at.client.getOrderBook(at.token)).asks.at(-1);
    const order = await at.client.createOrder({
      tokenID: at.token,
      price: Number(ask?.price),
      size: 8,
      side: Side.BUY,
    });
    const sent = (await at.client.postOrder(order, OrderType.GTC, false, true)) as {
      orderID: string;
      tradeIDs: readonly string[];
    };
    expect(await at.client.getOrder(sent.orderID)).toMatchObject({
      size_matched: '7.99',
      status: 'MATCHED',
    });
    await ended(sent.tradeIDs[0] ?? '');
  });

  it('balance_stale shows the old balance until an update is asked for', async () => {
    await at.arm('balance_stale');
    const before = await balance();
    const { tradeIDs: [id = ''] = [] } = await at.buy(5);
    await ended(id);
    expect(await balance()).toBe(before);
    await at.client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    expect(await balance()).toBe(await onChain());
    expect(await balance()).toBeLessThan(before);
  });
});
