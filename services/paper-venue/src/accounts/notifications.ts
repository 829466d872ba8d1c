/** What a key is told besides its sockets: its cancelled and filled orders, and its markets' ends. */
import { formatMicro } from '../amounts/micro.js';
import { zeroHash } from 'viem';
import { remainingShares, type VenueOrder } from '../orders/order.js';
import type { Market } from '../markets/market.js';
import type { Venue } from '../venue.js';

export type Notification = {
  readonly id: number;
  readonly type: number;
  readonly owner: string;
  readonly payload: object;
  /** Unix seconds. */
  readonly timestamp: number;
};

export type Notifications = {
  of(owner: string): readonly Notification[];
  drop(owner: string, ids: ReadonlySet<number>): void;
  close(): void;
};

const CANCELLED = 1;
const FILLED = 2;
const MARKET_RESOLVED = 4;

/** Of one key; older ones are forgotten. */
const KEPT_MAX = 500;

export const createNotifications = (
  venue: Pick<Venue, 'announcements' | 'markets' | 'nowMs'>,
): Notifications => {
  const byOwner = new Map<string, readonly Notification[]>();
  const owners = new Map<string, Set<string>>();
  let lastId = 0;
  const tell = (owner: string, type: number, payload: object): void => {
    lastId += 1;
    const timestamp = Math.floor(venue.nowMs() / 1000);
    const told = { id: lastId, type, owner, payload, timestamp };
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), told].slice(-KEPT_MAX));
  };
  const close = venue.announcements.listen((announcement) => {
    switch (announcement.kind) {
      case 'order': {
        const { order, type } = announcement;
        const known = owners.get(order.conditionId) ?? new Set();
        owners.set(order.conditionId, known.add(order.owner));
        if (type === 'PLACEMENT') return;
        const market = venue.markets.find(order.conditionId);
        tell(order.owner, type === 'UPDATE' ? FILLED : CANCELLED, aboutOrder(order, market));
        return;
      }
      case 'market_resolved':
        for (const owner of owners.get(announcement.market.id) ?? [])
          tell(owner, MARKET_RESOLVED, aboutMarket(announcement.market));
        return;
      case 'book_moved':
      case 'traded':
      case 'tick_changed':
      case 'trade':
        return;
    }
  });
  return {
    of: (owner) => byOwner.get(owner) ?? [],
    drop: (owner, ids) => {
      byOwner.set(
        owner,
        (byOwner.get(owner) ?? []).filter(({ id }) => !ids.has(id)),
      );
    },
    close,
  };
};

const aboutOrder = (order: VenueOrder, market: Market | undefined) => ({
  order_id: order.id,
  owner: order.owner,
  market: order.conditionId,
  condition_id: order.conditionId,
  asset_id: order.tokenId,
  market_slug: market?.slug ?? '',
  eventSlug: market?.event?.slug ?? market?.slug ?? '',
  seriesSlug: '',
  icon: '',
  image: '',
  question: market?.question ?? '',
  outcome: market?.outcomes[order.token] ?? '',
  outcome_index: order.token,
  side: order.side,
  price: formatMicro(order.price),
  original_size: formatMicro(order.shares),
  matched_size: formatMicro(order.matchedShares),
  remaining_size: formatMicro(remainingShares(order)),
  trade_id: order.tradeIds.at(-1) ?? '',
  transaction_hash: zeroHash,
  type: order.orderType,
});

const aboutMarket = (market: Market) => ({
  condition_id: market.id,
  market_slug: market.slug,
  question: market.question,
  outcome: market.winner === null ? '' : market.outcomes[market.winner],
});
