/**
 * Rolling budgets: what the entries of the last 24 hours, 7 days and 30 days spent. The sums are
 * kept; an entry leaves each of them once, so the cost of asking does not grow with history.
 */
import { emptyMap, type PersistentMap } from '../persistent-map.js';

export type Period = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;
const LENGTH_MS: Readonly<Record<Period, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};
const PERIODS = ['day', 'week', 'month'] as const;

export type Rolling = {
  /** Entries by number, in the order of their approval; those out of every window are gone. */
  readonly entries: PersistentMap<Spending>;
  readonly next: number;
  readonly windows: Readonly<Record<Period, Window>>;
};

type Spending = { readonly atMs: number; readonly amount: bigint };
/** The first entry inside, and the sum from there on. */
type Window = { readonly first: number; readonly spent: bigint };

const nothing: Window = { first: 0, spent: 0n };

export const emptyRolling: Rolling = {
  entries: emptyMap(),
  next: 0,
  windows: { day: nothing, week: nothing, month: nothing },
};

/** One more entry; what is out of a window by now leaves it. A clock set back changes nothing. */
export function withEntry(rolling: Rolling, atMs: number, amount: bigint): Rolling {
  const last = rolling.entries.get(String(rolling.next - 1))?.atMs ?? atMs;
  const at = atMs > last ? atMs : last;
  const windows = { ...rolling.windows };
  for (const period of PERIODS) {
    const { first, spent } = reach(rolling, period, at);
    windows[period] = { first, spent: spent + amount };
  }
  let entries = rolling.entries.with(String(rolling.next), { atMs: at, amount });
  for (let number = rolling.windows.month.first; number < windows.month.first; number += 1) {
    entries = entries.without(String(number));
  }
  return { entries, next: rolling.next + 1, windows };
}

/** An entry spent more or less than it said: every window that it is still in follows. */
export function withChange(rolling: Rolling, number: number, by: bigint): Rolling {
  const entry = rolling.entries.get(String(number));
  if (entry === undefined || by === 0n) return rolling;
  const windows = { ...rolling.windows };
  for (const period of PERIODS) {
    const { first, spent } = windows[period];
    if (number >= first) windows[period] = { first, spent: spent + by };
  }
  const entries = rolling.entries.with(String(number), { ...entry, amount: entry.amount + by });
  return { ...rolling, entries, windows };
}

/** What was spent in the period that ends now. What is exactly as old as the period is out. */
export function rollingSpent(rolling: Rolling, period: Period, atMs: number): bigint {
  return reach(rolling, period, atMs).spent;
}

function reach(rolling: Rolling, period: Period, atMs: number): Window {
  let { first, spent } = rolling.windows[period];
  const oldest = atMs - LENGTH_MS[period];
  for (; first < rolling.next; first += 1) {
    const entry = rolling.entries.get(String(first));
    if (entry === undefined || entry.atMs > oldest) break;
    spent -= entry.amount;
  }
  return { first, spent };
}
