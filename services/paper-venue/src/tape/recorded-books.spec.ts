/** What was recorded at the real venue comes out of this one again, frame by frame. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ONE, parseMicro } from '../amounts/micro.js';
import { bookSummary } from '../markets/book-summary.js';
import { listMarket } from '../markets/list-market.js';
import { PLAIN_TRAITS } from '../markets/market-traits.js';
import type { Market } from '../markets/market.js';
import type { BookSide, TokenIndex } from '../matching/order-book.js';
import { bookFrame } from '../sockets/market-frames.js';
import { createQuietVenue } from '../testing/quiet-venue.js';
import { recorded } from '../testing/recorded.js';
import { applyTapeEvent } from './apply-tape-event.js';
import { findRecordings, readRecording } from './read-recording.js';
import { readTable, type Row } from './read-table.js';

type Levels = ReadonlyMap<string, string>;

const inMicro = (levels: readonly { readonly price: string; readonly size: string }[]): Levels =>
  new Map(
    levels.map(({ price, size }) => [parseMicro(price).toString(), parseMicro(size).toString()]),
  );

const sideOf = (row: Row): 'bids' | 'asks' =>
  ['bid', 'BUY'].includes(row['side'] ?? '') ? 'bids' : 'asks';

/** Rows of one snapshot stand together; every other row is an event of its own. */
const eventsOf = (rows: readonly Row[]): readonly (readonly Row[])[] => {
  const events: Row[][] = [];
  let last = '';
  for (const row of rows) {
    const key = [row['event_type'], row['asset_id'], row['hash'], row['timestamp']].join(' ');
    if (row['event_type'] === 'book' && key === last) events.at(-1)?.push(row);
    else events.push([row]);
    last = key;
  }
  return events;
};

const levelsOf = (rows: readonly Row[], side: 'bids' | 'asks') =>
  inMicro(
    rows
      .filter((row) => sideOf(row) === side && Number(row['size']) > 0)
      .map((row) => ({ price: row['price'] ?? '', size: row['size'] ?? '' })),
  );

const folder = recorded('books-mlb-2025');
const games = folder === undefined ? [] : findRecordings(folder);
const named = games.map((game) => [basename(game), game] as const);

(games.length === 0 ? describe.skip : describe)('a recorded game', () => {
  it.each(named)('shows after each event the book that was recorded: %s', async (_, game) => {
    let atMs = 0;
    const venue = createQuietVenue(() => atMs);
    const tape = readRecording(game);
    const rows = readTable(gunzipSync(readFileSync(game)).toString('utf8'));
    const events = eventsOf(rows);
    expect(events).toHaveLength(tape.events.length);
    const { id } = await listMarket(venue, tape);
    const first = rows[0]?.['asset_id'];
    let snapshots = 0;
    tape.events.forEach((event, at) => {
      if (at > 0) applyTapeEvent(venue, id, event);
      atMs = event.atMs;
      const told = events[at] ?? [];
      const market = venue.markets.find(id) as Market;
      const token: TokenIndex = told[0]?.['asset_id'] === first ? 0 : 1;
      const shown = bookSummary(market, token);
      if (told[0]?.['event_type'] === 'book') {
        snapshots += 1;
        expect(inMicro(shown.bids)).toEqual(levelsOf(told, 'bids'));
        expect(inMicro(shown.asks)).toEqual(levelsOf(told, 'asks'));
        return;
      }
      const [row = {}] = told;
      const level = inMicro(shown[sideOf(row)]).get(parseMicro(row['price'] ?? '').toString());
      expect(level ?? '0').toBe(parseMicro(row['size'] ?? '').toString());
    });
    expect(snapshots).toBe(events.filter(([row]) => row?.['event_type'] === 'book').length);
    expect(snapshots).toBeGreaterThan(1);
  });
});

const wireLevel = z.object({ price: z.string(), size: z.string() });
const wireBook = z.object({
  market: z.custom<`0x${string}`>(),
  asset_id: z.string(),
  timestamp: z.string(),
  hash: z.string(),
  bids: z.array(wireLevel),
  asks: z.array(wireLevel),
  tick_size: z.string(),
  last_trade_price: z.string(),
});
const wireChange = z.object({
  price_changes: z.array(
    z.object({
      asset_id: z.string(),
      price: z.string(),
      size: z.string(),
      side: z.enum(['BUY', 'SELL']),
      hash: z.string(),
    }),
  ),
  timestamp: z.string(),
});

const session = recorded('wire-2026-10', 'ws-market-frames-2026-09-30.jsonl');

(session === undefined ? describe.skip : describe)('a recorded session of the socket', () => {
  it('is sealed by the hashes that were recorded, frame by frame', () => {
    if (session === undefined) return;
    const frames = readFileSync(session, 'utf8')
      .trim()
      .split('\n')
      .map((line) => z.object({ payloadUtf8: z.string() }).parse(JSON.parse(line)).payloadUtf8)
      .map((text) => JSON.parse(text) as unknown);
    const [yes, no] = z.tuple([wireBook, wireBook]).parse(frames[0]);
    let atMs = Number(yes.timestamp);
    const venue = createQuietVenue(() => atMs);
    const { id } = venue.markets.list({
      ...PLAIN_TRAITS,
      id: yes.market,
      questionId: yes.market,
      onChain: {
        kind: 'standard',
        conditionId: yes.market,
        tokenIds: [yes.asset_id, no.asset_id],
      },
      tokenIds: [yes.asset_id, no.asset_id],
      slug: 'recorded',
      question: 'Recorded?',
      outcomes: ['Yes', 'No'],
      feeRate: 0n,
      minSize: parseMicro('5'),
      tick: parseMicro(yes.tick_size),
      listedAtMs: atMs,
      stage: 'open',
      winner: null,
      closedAtMs: null,
      tapePosition: 0,
    });
    const levels = (side: 'bids' | 'asks') =>
      new Map(yes[side].map(({ price, size }) => [parseMicro(price), parseMicro(size)]));
    applyTapeEvent(venue, id, { kind: 'book', atMs, bid: levels('bids'), ask: levels('asks') });
    const price = yes.last_trade_price;
    const lastTrade =
      price === ''
        ? null
        : ({ token: 0, side: 'BUY', price: parseMicro(price), shares: 0n } as const);
    const now = (): Market => venue.markets.change(id, { lastTrade, movedAtMs: atMs });
    expect(bookFrame(now(), 0)).toMatchObject({ hash: yes.hash, bids: yes.bids, asks: yes.asks });
    expect(bookSummary(venue.markets.change(id, { movedAtMs: Number(no.timestamp) }), 1).hash).toBe(
      no.hash,
    );
    const changes = frames.slice(1).map((frame) => wireChange.parse(frame));
    expect(changes).toHaveLength(10);
    changes.forEach(({ timestamp, price_changes }, at) => {
      atMs = Number(timestamp);
      for (const change of price_changes) {
        const own = change.asset_id === yes.asset_id;
        const side: BookSide = (change.side === 'BUY') === own ? 'bid' : 'ask';
        const price = own ? parseMicro(change.price) : ONE - parseMicro(change.price);
        const level = { side, price, size: parseMicro(change.size) };
        applyTapeEvent(venue, id, { kind: 'level', atMs, ...level });
      }
      // A hash seals the book after all that happened in its millisecond.
      if (changes[at + 1]?.timestamp === timestamp) return;
      for (const { asset_id, hash } of price_changes)
        expect(bookSummary(now(), asset_id === yes.asset_id ? 0 : 1).hash).toBe(hash);
    });
  });
});
