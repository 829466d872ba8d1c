/** The venue's memory: one JSON line per fact, so that a kill at any byte loses at most that line. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ApiKey } from '../auth/api-keys.js';
import type { OtherKey } from '../auth/other-keys.js';
import type { MarketRecord } from '../markets/market.js';
import type { Relayed } from '../relayer/relayed.js';
import type { VenueOrder } from '../orders/order.js';
import type { VenueTrade } from '../trades/trade.js';

/** What is kept. The last line about an id is the one that counts. */
export type Remembered = {
  readonly key: ApiKey;
  readonly 'forgotten-key': { readonly id: string };
  readonly 'other-key': OtherKey;
  readonly market: MarketRecord;
  readonly order: VenueOrder;
  readonly trade: VenueTrade;
  /** Hash of an order the venue has refused after reading it; it is never taken again. */
  readonly seen: { readonly id: string };
  readonly relayed: Relayed;
  readonly 'deposit-wallet': { readonly id: string; readonly owner: string };
};

export type Kind = keyof Remembered;

export type Journal = {
  restored<K extends Kind>(kind: K): readonly Remembered[K][];
  write<K extends Kind>(kind: K, value: Remembered[K]): void;
  close(): void;
};

/** A venue that forgets everything when it stops. */
export const memoryJournal = (): Journal => ({
  restored: () => [],
  write: () => undefined,
  close: () => undefined,
});

export const openJournal = (directory: string): Journal => {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'journal.jsonl');
  const lines = existsSync(path) ? readWholeLines(path) : [];
  const file = openSync(path, 'a');
  return {
    restored: <K extends Kind>(kind: K) => {
      const latest = new Map<string, Remembered[K]>();
      for (const line of lines)
        if (line.kind === kind) latest.set(line.value.id, line.value as Remembered[K]);
      return [...latest.values()];
    },
    write: (kind, value) => {
      writeSync(file, `${JSON.stringify({ kind, value }, writeBigint)}\n`);
    },
    close: () => closeSync(file),
  };
};

type Line = { readonly kind: string; readonly value: { readonly id: string } };

/** A torn last line is what a kill leaves behind: it was never answered, so it is cut off. */
const readWholeLines = (path: string): readonly Line[] => {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateSync(path, end);
  const text = bytes.subarray(0, end).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line, readBigint) as Line);
};

const writeBigint = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { $micro: value.toString() } : value;

const readBigint = (_key: string, value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  '$micro' in value &&
  typeof value.$micro === 'string'
    ? BigInt(value.$micro)
    : value;
