/** Recordings are replayed as they were recorded; inventions end as their seed says. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ONE, parseMicro } from '../amounts/micro.js';
import { emptyBook, visibleLevels, type OrderBook } from '../matching/order-book.js';
import { recorded } from '../testing/recorded.js';
import { moveHouseOnly } from './apply-tape-event.js';
import { inventTape } from './invent-tape.js';
import { findRecordings, readRecording } from './read-recording.js';
import { readTable } from './read-table.js';

const folder = recorded('books-mlb-2025');

(folder === undefined ? describe.skip : describe)('a recording', () => {
  const path = `${folder ?? ''}/20250619_mlb-min-cin-2025-06-19.csv.gz`;

  it('shows its books level by level as they were recorded', () => {
    const rows = readTable(gunzipSync(readFileSync(path)).toString('utf8'));
    const { events } = readRecording(path);
    const yes = readTable(readFileSync(`${folder ?? ''}/games.csv`, 'utf8')).find((row) =>
      path.endsWith(row['file'] ?? '?'),
    )?.['token_a'];
    let book: OrderBook = emptyBook;
    let at = 0;
    for (const event of events) {
      book = moveHouseOnly(book, event);
      const row = rows[at] ?? {};
      const own = row['asset_id'] === yes;
      let levels = 0;
      do {
        const { price, side, size } = rows[at] ?? {};
        const recordedPrice = parseMicro(price ?? '');
        const bid = side === 'bid' || side === 'BUY';
        const shown = book.house[bid === own ? 'bid' : 'ask'].get(
          own ? recordedPrice : ONE - recordedPrice,
        );
        expect(shown ?? 0n).toBe(parseMicro(size ?? ''));
        levels += 1;
        at += 1;
      } while (event.kind === 'book' && sameSnapshot(row, rows[at] ?? {}));
      if (event.kind === 'book')
        expect(visibleLevels(book, 'bid').length + visibleLevels(book, 'ask').length).toBe(levels);
    }
    expect(at).toBe(rows.length);
  });

  it('knows its winner and its place in the folder', () => {
    expect(readRecording(path)).toMatchObject({ slug: 'mlb-min-cin-2025-06-19', winner: 0 });
    expect(findRecordings(folder ?? '')).toHaveLength(15);
    const named = readRecording(`${folder ?? ''}/20250701_mlb-kc-sea-2025-07-01.csv.gz`);
    expect(named).toMatchObject({ outcomes: ['Royals', 'Mariners'], winner: 1 });
  });
});

const sameSnapshot = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  ['event_type', 'asset_id', 'hash', 'timestamp'].every((name) => a[name] === b[name]);

describe('an invention', () => {
  it('is the same for the same seed, and its markets end differently', () => {
    const of = (index: number) => inventTape({ seed: 3, index, durationMs: 20_000 });
    expect(of(0)).toEqual(of(0));
    expect(of(0).winner).not.toBe(of(1).winner);
  });

  it('stays between 0 and 1, never crosses itself at rest, and ends at its winner', () => {
    for (const index of [0, 1]) {
      const { events, winner } = inventTape({ seed: 11, index, durationMs: 20_000 });
      let book: OrderBook = emptyBook;
      events.forEach((event, at) => {
        book = moveHouseOnly(book, event);
        if (events[at + 1]?.atMs === event.atMs) return;
        const bid = visibleLevels(book, 'bid')[0]?.[0] ?? 0n;
        const ask = visibleLevels(book, 'ask')[0]?.[0] ?? ONE;
        expect(bid < ask && bid > 0n).toBe(true);
      });
      const last = visibleLevels(book, 'bid')[0]?.[0] ?? 0n;
      expect(winner === 0 ? last >= 900_000n : last <= 100_000n).toBe(true);
      expect(events.at(-1)?.atMs).toBeLessThanOrEqual(20_000);
    }
  });
});
