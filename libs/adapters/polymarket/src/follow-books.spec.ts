import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import { bookOf, type Book } from './book.js';
import { readBookMessage } from './book-messages.js';
import { readMicros } from './decimals.js';
import { UnreadableAnswerError } from './errors.js';
import { followBooks } from './follow-books.js';
import { fixture, fixtureText, haveFixtures } from './testing/recorded.js';
import { startStubSocket, until, type StubSocket } from './testing/stub-socket.js';
import { messagesOf } from './venue-socket.js';

const snapshot = (asset_id: string) => ({
  ...{ event_type: 'book', asset_id, market: '0xc', timestamp: '1795341600000' },
  bids: [
    { price: '.40', size: '10' },
    { price: '.41', size: '20' },
  ],
  asks: [
    { price: '.44', size: '30' },
    { price: '.43', size: '5.5' },
  ],
});
const change = (asset_id: string, side: 'BUY' | 'SELL', price: string, size: string) => ({
  ...{ event_type: 'price_change', market: '0xc' },
  price_changes: [{ asset_id, side, price, size, hash: '', best_bid: '', best_ask: '' }],
});

describe('following books', () => {
  let venue: StubSocket;
  let quotes: account.Quote[];
  let wanted: string[];
  const open: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    venue = await startStubSocket();
    quotes = [];
    wanted = ['t1'];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((stream) => stream.stop()));
    await venue.stop();
  });

  const follow = () => {
    const stream = followBooks(
      {
        ...{ url: venue.url, now: () => '2026-11-22T10:00:00.000Z', log: () => undefined },
        timing: { pingEveryMs: 20, silenceMaxMs: 500, retryFirstMs: 10, retryMaxMs: 50 },
      },
      () => wanted,
      (quote) => quotes.push(quote),
    );
    open.push(stream);
    return stream;
  };
  const best = () => {
    const { bids, asks } = quotes.at(-1) ?? { bids: [], asks: [] };
    return [bids[0]?.price, bids[0]?.shares, asks[0]?.price, asks[0]?.shares];
  };

  it('quotes best levels first, and follows each change', async () => {
    const stream = follow();
    await until(() => stream.healthy());
    venue.say([snapshot('t1'), snapshot('other')]);
    await until(() => quotes.length === 1);
    expect(quotes[0]?.tokenId).toBe('t1');
    expect(best()).toEqual([410_000n, 20_000_000n, 430_000n, 5_500_000n]);
    venue.say(change('t1', 'BUY', '0.42', '7'));
    venue.say(change('t1', 'SELL', '0.43', '0'));
    await until(() => quotes.length === 3);
    expect(best()).toEqual([420_000n, 7_000_000n, 440_000n, 30_000_000n]);
  });

  it('says nothing of a book whose grid moved until the venue shows it whole again', async () => {
    const stream = follow();
    await until(() => stream.healthy());
    venue.say(snapshot('t1'));
    const tick = { event_type: 'tick_size_change', asset_id: 't1', old_tick_size: '0.01' };
    venue.say({ ...tick, new_tick_size: '0.01' });
    venue.say(change('t1', 'BUY', '0.42', '7'));
    await until(() => quotes.length === 2);
    venue.say({ ...tick, new_tick_size: '0.001' });
    venue.say(change('t1', 'BUY', '0.425', '7'));
    await until(() => venue.heard.length === 3);
    expect(quotes).toHaveLength(2);
    expect(venue.heard.slice(1)).toEqual([
      { operation: 'unsubscribe', assets_ids: ['t1'] },
      { operation: 'subscribe', assets_ids: ['t1'] },
    ]);
    venue.say(snapshot('t1'));
    await until(() => quotes.length === 3);
  });

  it('forgets its books with the connection', async () => {
    const stream = follow();
    await until(() => stream.healthy());
    venue.say(snapshot('t1'));
    await until(() => quotes.length === 1);
    venue.drop();
    await until(() => venue.connections() === 2 && stream.healthy());
    venue.say(change('t1', 'BUY', '0.42', '7'));
    venue.say(snapshot('t1'));
    await until(() => quotes.length === 2);
    expect(best()[0]).toBe(410_000n);
  });

  it('asks for everything anew after a message about books it cannot read', async () => {
    const stream = follow();
    await until(() => stream.healthy());
    venue.say(change('t1', 'BUY', 'cheap', '7'));
    await until(() => venue.connections() === 2);
  });

  it('follows what is wanted now, 200 tokens to a connection', async () => {
    const stream = follow();
    await until(() => stream.healthy());
    wanted = Array.from({ length: 250 }, (_, index) => `t${index}`);
    stream.refresh();
    await until(() => venue.connections() === 2 && venue.heard.length === 3);
    const counts = venue.heard.map(
      (message) => (message as { assets_ids: string[] }).assets_ids.length,
    );
    expect(counts).toEqual([1, 199, 50]);
    wanted = ['t2'];
    stream.refresh();
    await until(() => venue.heard.length >= 4);
    expect(venue.heard[3]).toMatchObject({ operation: 'unsubscribe' });
    await until(() => stream.healthy());
  });
});

describe('messages of the market channel', () => {
  it('fail loudly when they are about a book and cannot be read', () => {
    expect(() => readBookMessage({ event_type: 'book', asset_id: 't1' })).toThrow(
      UnreadableAnswerError,
    );
    expect(readBookMessage({ event_type: 'last_trade_price' })).toEqual({ kind: 'other' });
  });

  (haveFixtures ? it : it.skip)('are read from what others recorded', () => {
    const kinds = {
      'rust/ws_book_snapshot': 'snapshot',
      'rust/ws_market_book_msg': 'snapshot',
      'rust/clob_book_response': 'snapshot',
      'rust/ws_market_price_change_msg': 'changes',
      'rust/ws_market_tick_size_msg': 'grid_moved',
      'rust/ws_last_trade': 'other',
      'rust/ws_market_last_trade_msg': 'other',
      'rust/ws_market_best_bid_ask_msg': 'other',
      'rust/ws_market_new_market_msg': 'other',
      'rust/ws_market_resolved_msg': 'resolved',
      'python/ws_messages__book': 'snapshot',
      'python/ws_messages__price_change_v2': 'changes',
      'python/http_responses__book': 'snapshot',
    };
    for (const [name, kind] of Object.entries(kinds)) {
      expect([name, readBookMessage(fixture(`wire-nautilus/${name}.json`)).kind]).toEqual([
        name,
        kind,
      ]);
    }
    expect(readBookMessage(fixture('wire-2026-10/book-v2.json')).kind).toBe('snapshot');
    const sdk = fixture('wire-rs-sdk/websocket.json') as { test: string; body: unknown }[];
    const book = sdk.find(({ test }) => test === 'book')?.body;
    expect(readBookMessage(book)).toMatchObject({
      kind: 'snapshot',
      bids: [{ price: 480_000n }, {}, {}],
    });
    const session = fixtureText('wire-2026-10/ws-market-v2-session.jsonl')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { dir: string; data: string })
      .filter(({ dir }) => dir === 'recv')
      .flatMap(({ data }) => messagesOf(data).map(readBookMessage));
    expect(session.map(({ kind }) => kind)).toEqual(['snapshot', 'other']);
  });

  (haveFixtures ? it : it.skip)(
    'rebuild books with the best prices the venue itself states',
    () => {
      type Change = { asset_id: string; best_bid: string; best_ask: string };
      type Frame = { timestamp: string; price_changes?: readonly Change[] };
      const frames = fixtureText('wire-2026-10/ws-market-frames-2026-09-30.jsonl')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { readonly payloadUtf8: string }).payloadUtf8)
        .flatMap((text) => messagesOf(text) as readonly Frame[]);
      const books = new Map<string, Book>();
      let compared = 0;
      frames.forEach((frame, index) => {
        const read = readBookMessage(frame);
        if (read.kind === 'snapshot') books.set(read.tokenId, bookOf(read));
        if (read.kind !== 'changes') return;
        for (const { tokenId, side, level } of read.changes) books.get(tokenId)?.set(side, level);
        // The best prices are those after everything of the same moment.
        if (frames[index + 1]?.timestamp === frame.timestamp || index === frames.length - 1) return;
        for (const { asset_id, best_bid, best_ask } of frame.price_changes ?? []) {
          const quote = books.get(asset_id)?.quote(asset_id, '');
          expect([quote?.bids[0]?.price, quote?.asks[0]?.price]).toEqual([
            readMicros(best_bid),
            readMicros(best_ask),
          ]);
          expect(quote?.bids.length).toBeLessThanOrEqual(20);
          compared += 1;
        }
      });
      expect(compared).toBeGreaterThan(0);
    },
  );
});
