import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fee, money } from '@sluice/domain';
import { IncompleteAnswerError } from '@sluice/ports';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { listFills, pageFrom } from './list-fills.js';
import { apiKey, clientAt, wallet, yes } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';
import { fillsFrom, readTrade } from './venue-trade.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';
const schedule = { rate: money.ratio('0.05'), exponent: 1 };
const reading = { wallet, apiKey, fee: schedule, signedShares: () => undefined };
type Row = { readonly [key: string]: unknown };
const rows = (): readonly Row[] =>
  (recorded('get-trades.taker-and-maker').body as { readonly data: readonly Row[] }).data;
const [taking = {}, making = {}] = rows();

describe('a trade of ours', () => {
  it('is our whole size when we took, with the fee of the market and the exact dollars', () => {
    expect(fillsFrom(readTrade(taking), reading)).toEqual([
      {
        ...{ tradeId: '28c4d2eb-bbea-40e7-a9f0-b2fdb56b2c2e', orderHash: HASH },
        ...{ shares: 10_000_000n, price: 420_000n, amountUsd: 4_200_000n },
        ...{ feeUsd: fee.takerFee(money.shares('10'), money.price('0.42'), schedule) },
        ...{ status: 'matched', transactionHash: '', matchedAt: '2026-11-22T10:00:00.000Z' },
      },
    ]);
  });

  it('is our part alone when we made the market, without a fee', () => {
    const [fill, ...more] = fillsFrom(readTrade(making), reading);
    expect(more).toEqual([]);
    expect(fill).toMatchObject({
      ...{ orderHash: HASH, shares: 12_500_000n, price: 400_000n, amountUsd: 5_000_000n },
      ...{ feeUsd: 0n, status: 'confirmed', transactionHash: `0x${'77'.repeat(32)}` },
    });
  });

  it('adds up makers at several prices, those of the other token included', () => {
    const parts = (making['maker_orders'] as readonly Row[]).map((maker) => ({ ...maker }));
    const [first = {}, second = {}] = parts;
    const trade = readTrade({
      ...{ ...taking, size: '15', price: '0.5' },
      maker_orders: [
        { ...first, maker_address: '0xother', price: '0.4', matched_amount: '10' },
        { ...second, asset_id: 'the other', price: '0.3', matched_amount: '5' },
      ],
    });
    expect(fillsFrom(trade, reading)[0]?.amountUsd).toBe(7_500_000n);
  });

  it('leaves no dollar over when two complementary orders meet', () => {
    const [maker = {}] = making['maker_orders'] as readonly Row[];
    const odd = { ...maker, asset_id: 'the other', price: '0.333', matched_amount: '1.000001' };
    const [fill] = fillsFrom(readTrade({ ...making, maker_orders: [odd] }), reading);
    const takers = (1_000_001n * 667_000n) / 1_000_000n;
    expect((fill?.amountUsd ?? 0n) + takers).toBe(1_000_001n);
  });

  it('is several fills when it met several orders of ours', () => {
    const [maker = {}] = making['maker_orders'] as readonly Row[];
    const both = [maker, { ...maker, order_id: '0xsecond' }];
    const fills = fillsFrom(readTrade({ ...making, maker_orders: both }), reading);
    expect(fills.map(({ orderHash }) => orderHash)).toEqual([HASH, '0xsecond']);
  });

  it('is read in millionths when the venue writes integers', () => {
    const integers = readTrade({
      ...{ ...taking, status: 'TRADE_STATUS_MINED', size: '10000000' },
      maker_orders: [],
    });
    const expected = { shares: 10_000_000n, amountUsd: 4_200_000n, status: 'mined' };
    expect(fillsFrom(integers, reading)[0]).toMatchObject(expected);
    const known = { ...reading, signedShares: () => 10_000_000n };
    expect(fillsFrom(integers, known)[0]).toMatchObject(expected);
    expect(fillsFrom(readTrade(taking), known)[0]).toMatchObject({ shares: 10_000_000n });
  });

  it('fails loudly when we cannot find ourselves in it', () => {
    const stranger = { ...reading, wallet: '0xother', apiKey: 'other' };
    expect(() => fillsFrom(readTrade(making), stranger)).toThrow(UnreadableAnswerError);
  });

  it('fails loudly on a status it does not know', () => {
    const odd = readTrade({ ...taking, status: 'TRADE_STATUS_PAUSED' });
    expect(() => fillsFrom(odd, reading)).toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('is read from what others recorded', () => {
    const names = ['http_trade_report', 'ws_user_trade', 'ws_user_trade_msg'];
    const messages = names.map((name) => fixture(`wire-nautilus/rust/${name}.json`));
    for (const message of messages) {
      const trade = readTrade(message);
      const own = {
        ...{ ...reading, wallet: (message as { maker_address: string }).maker_address },
        apiKey: (message as { owner: string }).owner,
      };
      expect(fillsFrom(trade, own).every(({ status }) => status !== 'failed')).toBe(true);
      expect(fillsFrom(trade, own)).not.toHaveLength(0);
    }
    const maker = readTrade(fixture('wire-nautilus/python/ws_messages__user_trade1.json'));
    const theirs = { ...reading, wallet: '0xa3D82Ed56F4c68d2328Fb8c29e568Ba2cAF7d7c8' };
    expect(fillsFrom(maker, theirs)).toMatchObject([
      { shares: 5_000_000n, price: 518_000n, amountUsd: 2_590_000n, feeUsd: 0n },
    ]);
    const sdk = fixture('wire-rs-sdk/websocket.json') as { test: string; body: Row }[];
    const bare = sdk.find(({ test }) => test === 'trade')?.body ?? {};
    const { owner } = bare as { owner: string };
    const [fill] = fillsFrom(readTrade(bare), { ...reading, wallet: 'none', apiKey: owner });
    expect(fill).toMatchObject({ shares: 10_000_000n, price: 570_000n, feeUsd: 0n });
  });
});

describe('listing fills', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());

  const context = () => ({
    ...{ client: clientAt(venue.host), timeoutMs: 2_000, wallet, apiKey },
    ...{ feeSchedules: () => Promise.resolve(schedule), signedShares: () => undefined },
  });
  const page = (data: readonly unknown[], next_cursor: string) => ({
    ...{ status: 200, body: { data, next_cursor, limit: 1, count: data.length } },
  });

  it('reads every page and asks only for the token and time wanted', async () => {
    venue.answer('GET /data/trades', page([taking], 'Mg=='), page([making], 'LTE='));
    const fills = await listFills(context(), { tokenId: yes, since: '2026-11-22T10:00:00.500Z' });
    expect(fills).toHaveLength(2);
    const asked = venue.heard.map(({ url }) => new URL(url, venue.host).searchParams);
    expect(asked.map((query) => query.get('next_cursor'))).toEqual(['MA==', 'Mg==']);
    expect(asked[0]?.get('asset_id')).toBe(yes);
    expect(asked[0]?.get('after')).toBe(String(Date.parse('2026-11-22T10:00:00Z') / 1000 - 1));
  });

  it('is incomplete when a page is missing, unreadable, or leads back', async () => {
    const list = () => listFills(context(), { tokenId: yes });
    venue.answer('GET /data/trades', page([], 'Mg=='), { status: 500, body: 'oops' });
    await expect(list()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /data/trades', page([], 'Mg=='), page([], 'Mg=='));
    await expect(list()).rejects.toThrow(IncompleteAnswerError);
    venue.answer('GET /data/trades', { status: 200, body: { data: 'none' } });
    await expect(list()).rejects.toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)("reads the official SDK's example page", () => {
    const sdk = fixture('wire-rs-sdk/clob.json') as { test: string; body: unknown }[];
    const body = sdk.find(({ test }) => test === 'trades_should_succeed')?.body;
    expect(pageFrom(answered(200, body)).rows).not.toHaveLength(0);
  });
});
