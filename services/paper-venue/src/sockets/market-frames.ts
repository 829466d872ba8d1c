/** What the market channel says about a market: books, changed levels, trades, ticks, the winner. */
import { formatMicro, ONE } from '../amounts/micro.js';
import { bestPrices, bookSummary, type BestPrices } from '../markets/book-summary.js';
import { levelChanges } from '../markets/level-changes.js';
import type { Market } from '../markets/market.js';
import type { TokenIndex } from '../matching/order-book.js';
import type { Announcement } from '../venue.js';

export type MarketFrame = {
  /** Only those who watch one of these tokens are told. */
  readonly tokenIds: readonly string[];
  /** Only those who asked for the custom features are told. */
  readonly custom: boolean;
  readonly body: Readonly<Record<string, unknown>>;
};

const TOKENS = [0, 1] as const;

export const bookFrame = (market: Market, token: TokenIndex) => {
  const { min_order_size: _min, neg_risk: _risk, ...book } = bookSummary(market, token);
  return { ...book, event_type: 'book' };
};

/** The market an announcement is about, when it belongs on this channel. */
export const marketOf = (announcement: Announcement): Market | undefined => {
  if (announcement.kind === 'book_moved') return announcement.after;
  return 'market' in announcement ? announcement.market : undefined;
};

export const marketFrames = (announcement: Announcement, nowMs: number): readonly MarketFrame[] => {
  switch (announcement.kind) {
    case 'book_moved':
      return [
        ...(announcement.whole
          ? TOKENS.map((token) =>
              frame(announcement.after, bookFrame(announcement.after, token), token),
            )
          : priceChange(announcement.before, announcement.after)),
        ...bestBidAsk(announcement.before, announcement.after),
      ];
    case 'traded': {
      const { market, token, side, price, shares } = announcement;
      return [
        frame(
          market,
          {
            ...about(market, token, nowMs),
            event_type: 'last_trade_price',
            price: formatMicro(price),
            size: formatMicro(shares),
            side,
            fee_rate_bps: '0',
          },
          token,
        ),
      ];
    }
    case 'tick_changed':
      return TOKENS.map((token) =>
        frame(
          announcement.market,
          {
            ...about(announcement.market, token, nowMs),
            event_type: 'tick_size_change',
            old_tick_size: formatMicro(announcement.from),
            new_tick_size: formatMicro(announcement.market.tick),
          },
          token,
        ),
      );
    case 'market_resolved':
      return resolved(announcement.market, nowMs);
    case 'order':
    case 'trade':
      return [];
  }
};

const frame = (
  market: Market,
  body: MarketFrame['body'],
  token?: TokenIndex,
  custom = false,
): MarketFrame => ({
  tokenIds: token === undefined ? market.tokenIds : [market.tokenIds[token]],
  custom,
  body,
});

const about = (market: Market, token: TokenIndex, nowMs: number) => ({
  market: market.id,
  asset_id: market.tokenIds[token],
  timestamp: nowMs.toString(),
});

const priceChange = (before: Market, after: Market): readonly MarketFrame[] => {
  const changes = levelChanges(before, after);
  if (changes.length === 0) return [];
  const sealed = TOKENS.map((token) => ({
    hash: bookSummary(after, token).hash,
    best: bestText(bestPrices(after, token)),
  }));
  const price_changes = changes.map(({ token, side, price, size }) => ({
    asset_id: after.tokenIds[token],
    price: formatMicro(price),
    size: formatMicro(size),
    side,
    hash: sealed[token]?.hash ?? '',
    ...sealed[token]?.best,
  }));
  const timestamp = after.movedAtMs.toString();
  return [frame(after, { market: after.id, price_changes, timestamp, event_type: 'price_change' })];
};

const bestBidAsk = (before: Market, after: Market): readonly MarketFrame[] =>
  TOKENS.flatMap((token) => {
    const [old, now] = [bestPrices(before, token), bestPrices(after, token)];
    if (old.bid === now.bid && old.ask === now.ask) return [];
    const spread = formatMicro((now.ask ?? ONE) - (now.bid ?? 0n));
    const body = { ...about(after, token, after.movedAtMs), ...bestText(now), spread };
    return [frame(after, { ...body, event_type: 'best_bid_ask' }, token, true)];
  });

/** An empty side reads 0 for bids and 1 for asks. */
const bestText = ({ bid, ask }: BestPrices) => ({
  best_bid: formatMicro(bid ?? 0n),
  best_ask: formatMicro(ask ?? ONE),
});

const resolved = (market: Market, nowMs: number): readonly MarketFrame[] => {
  // How the real venue tells of an even split is not known; here only the chain and the listings do.
  if (market.winner === null) return [];
  const body = {
    id: BigInt(market.id.slice(0, 10)).toString(),
    market: market.id,
    assets_ids: market.tokenIds,
    winning_asset_id: market.tokenIds[market.winner],
    winning_outcome: market.outcomes[market.winner],
    timestamp: nowMs.toString(),
    event_type: 'market_resolved',
    tags: ['paper'],
  };
  return [frame(market, body, undefined, true)];
};
