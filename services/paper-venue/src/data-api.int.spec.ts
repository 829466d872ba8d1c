/** What the Data API tells of a wallet that traded. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderType, Side } from '@polymarket/clob-client-v2';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { createFakeVenueChain, type FakeVenueChain } from './testing/fake-venue-chain.js';
import { readyClient, until } from './testing/official-client.js';

const LAG_MS = 60_000;

describe('the Data API', () => {
  let chain: FakeVenueChain;
  let venue: PaperVenue;
  let user: string;
  let tokenId: string;
  let atMs = Date.now();

  beforeAll(async () => {
    chain = createFakeVenueChain();
    venue = await startPaperVenue({
      chain,
      port: 0,
      wait: true,
      speed: 0.0001,
      nowMs: () => atMs,
      delays: { minedMs: 0, confirmedMs: 0 },
      rules: { dataLagMs: LAG_MS },
    });
    user = venue.testAccount.address;
    tokenId = venue.markets()[0]?.tokenIds[0] ?? '';
    const { client } = await readyClient(venue, venue.testAccount.privateKey);
    const order = { tokenID: tokenId, amount: 10, side: Side.BUY };
    await client.createAndPostMarketOrder(order, undefined, OrderType.FAK);
    await until(async () => (await client.getTrades())[0]?.status === 'CONFIRMED');
  });

  afterAll(async () => {
    await venue.stop();
  });

  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${venue.urls.data}${path}`)).json();

  it('knows nothing yet of a trade that is younger than its lag', async () => {
    expect(await read(`/positions?user=${user}`)).toEqual([]);
    expect(await read(`/trades?user=${user}`)).toEqual([]);
  });

  it('tells the position, the trade and the activity once it has caught up', async () => {
    atMs += LAG_MS;
    expect(await read(`/positions?user=${user}`)).toMatchObject([
      { proxyWallet: user, asset: tokenId, outcome: 'Yes', redeemable: false },
    ]);
    const [trade] = (await read(`/trades?user=${user.toLowerCase()}`)) as { size: number }[];
    expect(trade).toMatchObject({ proxyWallet: user, side: 'BUY', asset: tokenId });
    expect(await read(`/activity?user=${user}&type=TRADE`)).toMatchObject([
      { type: 'TRADE', size: trade?.size, usdcSize: expect.any(Number) as unknown },
    ]);
    expect(await read(`/activity?user=${user}&type=REDEEM`)).toEqual([]);
    expect(await read(`/v2/trades?user=${user}`)).toMatchObject({
      data: [{ proxy_wallet: user, token_id: tokenId, outcome_index: 0 }],
      pagination: { next_cursor: null },
    });
  });

  it('hides positions under the threshold, and those that left the wallet', async () => {
    expect(await read(`/positions?user=${user}&sizeThreshold=1000`)).toEqual([]);
    const [held] = (await read(`/positions?user=${user}`)) as { size: number }[];
    chain.give(user as `0x${string}`, tokenId, -BigInt(Math.round((held?.size ?? 0) * 1e6)));
    expect(await read(`/positions?user=${user}`)).toEqual([]);
    expect(await read(`/closed-positions?user=${user}`)).toMatchObject([
      { asset: tokenId, totalBought: held?.size, realizedPnl: 0, outcome: 'Yes' },
    ]);
    expect(await read(`/traded?user=${user}`)).toEqual({ user, traded: 1 });
  });

  it('tells how far the resolution of a market has come, as a hand says', async () => {
    const [market] = venue.markets();
    const act = async (lever: string, body: object): Promise<number> => {
      const url = `${venue.urls.control}/hand/${lever}`;
      const asked = { method: 'POST', body: JSON.stringify({ market: market?.slug, ...body }) };
      return (await fetch(url, asked)).status;
    };
    const resolution = () => read(`/v2/resolutions?condition=${market?.id ?? ''}`);
    const dispute = {
      status: 'disputed',
      since: '2026-11-21T09:30:10.000Z',
      expectedSettlement: '2026-11-24T00:00:00.000Z',
    };
    expect(await act('oracle', dispute)).toBe(200);
    expect(await resolution()).toMatchObject({
      data: [
        {
          ...{ status: 'disputed', was_disputed: true },
          last_update_timestamp: dispute.since,
          expected_settlement_time: dispute.expectedSettlement,
        },
      ],
    });
    const gamma = () => fetch(`${venue.urls.gamma}/markets/${market?.id ?? ''}`);
    expect(await (await gamma()).json()).toMatchObject({ umaResolutionStatus: 'disputed' });
    expect(await act('oracle', { status: 'reproposed' })).toBe(200);
    expect(await resolution()).toMatchObject({
      data: [{ status: 'reproposed', was_disputed: true }],
    });
    expect(await act('oracle', { status: 'vetoed' })).toBe(400);

    expect(await act('reopen', {})).toBe(409);
    expect(await act('close', {})).toBe(200);
    expect(venue.markets()[0]).toMatchObject({ stage: 'closed', closedByHand: true });
    expect(await act('reopen', {})).toBe(200);
    expect(venue.markets()[0]).toMatchObject({ stage: 'open', closedAtMs: null });
    expect(await act('oracle', { status: 'initialized' })).toBe(200);
  });

  it('tells how a market ended', async () => {
    const [market] = venue.markets();
    if (market === undefined) throw new Error('No market is listed');
    const path = `/v2/resolutions?condition=${market.id}`;
    expect(await read(path)).toMatchObject({ data: [{ status: 'initialized' }] });
    await venue.control.resolve(market, 1);
    expect(await read(path)).toMatchObject({
      data: [{ status: 'resolved', payouts: [0, 1_000_000] }],
    });
    expect(await read('/v2/resolutions')).toMatchObject({
      error: 'exactly one of condition, question_id, event_id',
    });
  });
});
