/** The last trades of each market, the crowd's among them. */
import type { Side, TokenIndex } from '../matching/order-book.js';
import type { Announcements } from '../venue.js';
import type { Market } from './market.js';

export type RecentTrade = {
  readonly token: TokenIndex;
  /** The taker's. */
  readonly side: Side;
  readonly price: bigint;
  readonly shares: bigint;
  readonly atMs: number;
};

export type RecentTrades = {
  /** Newest first. */
  of(market: Market): readonly RecentTrade[];
  close(): void;
};

const KEPT_MAX = 100;

export const createRecentTrades = (
  announcements: Announcements,
  nowMs: () => number,
): RecentTrades => {
  const byMarket = new Map<string, readonly RecentTrade[]>();
  const close = announcements.listen((announcement) => {
    if (announcement.kind !== 'traded') return;
    const { market, token, side, price, shares } = announcement;
    const trade = { token, side, price, shares, atMs: nowMs() };
    byMarket.set(market.id, [trade, ...(byMarket.get(market.id) ?? [])].slice(0, KEPT_MAX));
  });
  return { of: (market) => byMarket.get(market.id) ?? [], close };
};
