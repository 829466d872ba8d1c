/** Reads a recorded market (gzipped CSV, one row per price level) as a tape. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ONE, parseMicro } from '../amounts/micro.js';
import {
  visibleLevels,
  emptyBook,
  type BookSide,
  type TokenIndex,
} from '../matching/order-book.js';
import { moveHouseOnly } from './apply-tape-event.js';
import { readTable, type Row } from './read-table.js';
import type { Tape, TapeEvent } from './tape.js';

const SPORTS_FEE_RATE = 50_000n;
const RECORDING = /\.csv(\.gz)?$/;
const GAMES = 'games.csv';

/** The recordings at a path: the file itself, or all files of a folder in their order. */
export const findRecordings = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => RECORDING.test(name) && name !== GAMES)
        .sort()
        .map((name) => join(path, name))
    : [path];

export const readRecording = (path: string): Tape => {
  const rows = readTable(readText(path));
  const [first] = rows;
  if (first === undefined) throw new Error(`The recording ${path} holds no rows`);
  const game = readGame(path);
  const yes = game['token_a'] ?? field(first, 'asset_id');
  const events = eventsOf(rows, yes);
  const slug = field(first, 'market_slug');
  return {
    slug,
    question: slug,
    questionId: `0x${createHash('sha256').update(`sluice paper venue ${slug}`).digest('hex')}`,
    outcomes: [game['outcome_a'] || 'Yes', game['outcome_b'] || 'No'],
    winner: winnerOf(game, events),
    feeRate: SPORTS_FEE_RATE,
    events,
  };
};

const readText = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const readGame = (path: string): Row => {
  const games = join(dirname(path), GAMES);
  if (!existsSync(games)) return {};
  const rows = readTable(readFileSync(games, 'utf8'));
  return rows.find((row) => row['file'] === basename(path)) ?? {};
};

const eventsOf = (rows: readonly Row[], yes: string): readonly TapeEvent[] => {
  const events: TapeEvent[] = [];
  let at = 0;
  while (at < rows.length) {
    const row = rows[at] ?? {};
    if (row['event_type'] === 'price_change') {
      events.push({ kind: 'level', atMs: Number(row['timestamp']), ...levelOf(row, yes) });
      at += 1;
      continue;
    }
    const levels = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() };
    const snapshot = keyOf(row);
    for (; at < rows.length && keyOf(rows[at] ?? {}) === snapshot; at += 1) {
      const { side, price, size } = levelOf(rows[at] ?? {}, yes);
      if (size > 0n) levels[side].set(price, size);
    }
    events.push({ kind: 'book', atMs: Number(row['timestamp']), ...levels });
  }
  return events;
};

const keyOf = (row: Row): string =>
  ['event_type', 'asset_id', 'hash', 'timestamp'].map((name) => row[name]).join(' ');

/** Rows about the second token are the mirror of rows about the first. */
const levelOf = (row: Row, yes: string) => {
  const bid = ['bid', 'BUY'].includes(field(row, 'side'));
  const own = field(row, 'asset_id') === yes;
  const price = parseMicro(field(row, 'price'));
  const side: BookSide = bid === own ? 'bid' : 'ask';
  return { side, price: own ? price : ONE - price, size: parseMicro(field(row, 'size')) };
};

const winnerOf = (game: Row, events: readonly TapeEvent[]): TokenIndex => {
  if (game['inferred_winner'] === 'a') return 0;
  if (game['inferred_winner'] === 'b') return 1;
  const last = events.findLastIndex((event) => event.kind === 'book');
  const book = events.slice(Math.max(last, 0)).reduce(moveHouseOnly, emptyBook);
  const bid = visibleLevels(book, 'bid')[0]?.[0] ?? 0n;
  const ask = visibleLevels(book, 'ask')[0]?.[0] ?? ONE;
  return bid + ask >= ONE ? 0 : 1;
};

const field = (row: Row, name: string): string => {
  const value = row[name];
  if (value === undefined || value === '') throw new Error(`A recorded row has no ${name}`);
  return value;
};
