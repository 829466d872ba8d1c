/** How the middle of each book moved, second by second, for charts. */
import { ONE } from '../amounts/micro.js';
import type { Announcements } from '../venue.js';
import { bestPrices } from './book-summary.js';
import type { Market } from './market.js';

/** Of the first token. */
export type PricePoint = { readonly atSeconds: number; readonly price: bigint };

export type PriceHistory = {
  of(market: Market): readonly PricePoint[];
  close(): void;
};

/** Of one market; older ones are forgotten. */
const POINTS_MAX = 20_000;
const FORGOTTEN_AT_ONCE = 2_000;

export const createPriceHistory = (
  announcements: Announcements,
  nowMs: () => number,
): PriceHistory => {
  const byMarket = new Map<string, PricePoint[]>();
  const close = announcements.listen((announcement) => {
    if (announcement.kind !== 'book_moved') return;
    const { bid, ask } = bestPrices(announcement.after, 0);
    if (bid === undefined && ask === undefined) return;
    const points = byMarket.get(announcement.after.id) ?? [];
    const point = {
      atSeconds: Math.floor(nowMs() / 1000),
      price: ((bid ?? 0n) + (ask ?? ONE)) / 2n,
    };
    if (points.at(-1)?.atSeconds === point.atSeconds) points[points.length - 1] = point;
    else points.push(point);
    if (points.length > POINTS_MAX) points.splice(0, FORGOTTEN_AT_ONCE);
    byMarket.set(announcement.after.id, points);
  });
  return { of: (market) => byMarket.get(market.id) ?? [], close };
};

export type HistoryRange = {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepSeconds: number;
};

/** The last point of each step; times are the steps' own. */
export const sampled = (
  points: readonly PricePoint[],
  { fromSeconds, toSeconds, stepSeconds }: HistoryRange,
): readonly PricePoint[] => {
  const steps = new Map<number, PricePoint>();
  for (const { atSeconds, price } of points) {
    if (atSeconds < fromSeconds || atSeconds > toSeconds) continue;
    const step = Math.floor(atSeconds / stepSeconds) * stepSeconds;
    steps.set(step, { atSeconds: step, price });
  }
  return [...steps.values()];
};
