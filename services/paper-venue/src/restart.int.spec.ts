/** The venue remembers across a restart, also one it was not asked about; and it replays recordings. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { OrderType, Side } from '@polymarket/clob-client-v2';
import { startPaperVenue } from './start-paper-venue.js';
import { clientOf, readyClient, until } from './testing/official-client.js';
import { createFakeVenueChain } from './testing/fake-venue-chain.js';
import { recorded } from './testing/recorded.js';

const dataDir = mkdtempSync(join(tmpdir(), 'paper-venue-'));

describe('a venue with a data directory', () => {
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('knows its keys, orders and trades again, and settles what was under way', async () => {
    const chain = createFakeVenueChain();
    const options = { chain, port: 0, dataDir, speed: 0.0001 };
    const slow = { minedMs: 60_000, confirmedMs: 10 };
    const first = await startPaperVenue({ ...options, delays: slow });
    const { client, creds } = await readyClient(first, first.testAccount.privateKey);
    const tokenID = first.markets()[0]?.tokenIds[0] ?? '';
    await until(async () => (await client.getOrderBook(tokenID)).asks.length > 0);
    const order = await client.createOrder({ tokenID, price: 0.05, size: 20, side: Side.BUY });
    const rested = await client.postOrder(order);
    const market = await client.createMarketOrder({ tokenID, amount: 10, side: Side.BUY });
    const matched = await client.postOrder(market, OrderType.FOK, false, true);
    await first.stop();
    // What a kill in the middle of a write leaves behind.
    appendFileSync(join(dataDir, 'journal.jsonl'), '{"kind":"order","value":{"id":"0x');

    const second = await startPaperVenue({ ...options, delays: { minedMs: 0, confirmedMs: 10 } });
    const again = clientOf(second, second.testAccount.privateKey, creds);
    expect(await again.getOpenOrders()).toMatchObject([{ id: rested.orderID, status: 'LIVE' }]);
    expect((await again.getOrderBook(tokenID)).bids[0]).toEqual({ price: '0.05', size: '20' });
    expect(await again.postOrder(order)).toMatchObject({ status: 400 });
    const id = matched.tradeIDs?.[0] ?? '';
    await until(async () => (await again.getTrades({ id }))[0]?.status === 'CONFIRMED');
    expect(chain.settled).toHaveLength(1);
    expect(await again.cancelAll()).toMatchObject({ canceled: [rested.orderID] });
    await second.stop();
  });

  it('does not settle again what the chain had mined when it was killed', async () => {
    const chain = createFakeVenueChain();
    const killed = join(dataDir, 'killed');
    const options = { chain, port: 0, dataDir: killed, speed: 0.0001 };
    const first = await startPaperVenue({
      ...options,
      delays: { minedMs: 0, confirmedMs: 60_000 },
    });
    const { client, creds } = await readyClient(first, first.testAccount.privateKey);
    const tokenID = first.markets()[0]?.tokenIds[0] ?? '';
    await until(async () => (await client.getOrderBook(tokenID)).asks.length > 0);
    const market = await client.createMarketOrder({ tokenID, amount: 10, side: Side.BUY });
    const matched = await client.postOrder(market, OrderType.FOK, false, true);
    const id = matched.tradeIDs?.[0] ?? '';
    await until(async () => (await client.getTrades({ id }))[0]?.status === 'MINED');
    await first.stop();
    // What a kill leaves behind that came after the transaction and before the line about it.
    const path = join(killed, 'journal.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    const told = lines.findIndex((line) => line.includes(id) && line.includes('"MINED"'));
    expect(told).toBeGreaterThan(0);
    expect(lines[told - 1]).toContain('sentHash');
    writeFileSync(path, `${lines.slice(0, told).join('\n')}\n`);

    const second = await startPaperVenue({ ...options, delays: { minedMs: 0, confirmedMs: 10 } });
    const again = clientOf(second, second.testAccount.privateKey, creds);
    await until(async () => (await again.getTrades({ id }))[0]?.status === 'CONFIRMED');
    expect(chain.settled).toHaveLength(1);
    await second.stop();
  });
});

const recording = recorded('books-mlb-2025', '20250701_mlb-det-wsh-2025-07-01.csv.gz');

(recording === undefined ? describe.skip : describe)('a venue that replays', () => {
  it('plays the recording to its last book and resolves the market', async () => {
    const chain = createFakeVenueChain();
    const venue = await startPaperVenue({
      chain,
      port: 0,
      replay: recording ?? '',
      speed: 100_000,
      wait: true,
    });
    const [market] = venue.markets();
    expect(market).toMatchObject({
      slug: 'mlb-det-wsh-2025-07-01',
      outcomes: ['Tigers', 'Nationals'],
    });
    venue.control.start();
    await until(() => venue.markets()[0]?.stage === 'resolved');
    expect(venue.markets()[0]).toMatchObject({ winner: 0 });
    expect(chain.resolved.get(market?.id ?? '')).toEqual([1n, 0n]);
    await venue.stop();
  });
});
