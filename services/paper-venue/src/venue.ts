/** The venue as its parts see it: who may trade, what is listed, what stands open, who listens. */
import type { ApiKeys } from './auth/api-keys.js';
import type { OtherKeys } from './auth/other-keys.js';
import type { VenueChain } from './chain/venue-chain.js';
import type { Holdings } from './accounts/holdings.js';
import type { Standings } from './accounts/standing.js';
import type { DepositWallets } from './accounts/wallets.js';
import type { Faults } from './faults/create-faults.js';
import type { Market, Markets } from './markets/market.js';
import type { BookSide, Side, TokenIndex } from './matching/order-book.js';
import type { Orders, VenueOrder } from './orders/order.js';
import type { VenueRules } from './rules/venue-rules.js';
import type { TradingState } from './trading-state/trading-state.js';
import type { Trades, VenueTrade } from './trades/trade.js';

export type Venue = {
  readonly chain: VenueChain;
  readonly nowMs: () => number;
  readonly rules: VenueRules;
  readonly keys: ApiKeys;
  readonly otherKeys: OtherKeys;
  readonly markets: Markets;
  readonly orders: Orders;
  readonly trades: Trades;
  readonly holdings: Holdings;
  readonly depositWallets: DepositWallets;
  readonly standings: Standings;
  readonly trading: TradingState;
  readonly announcements: Announcements;
  readonly faults: Faults;
  /** Hands a fresh match to the chain. */
  readonly settle: (trade: VenueTrade) => void;
  /** Does something so much later, unless the venue stops before. */
  readonly later: (ms: number, act: () => void) => void;
  readonly log: (line: string) => void;
};

export type Announcement =
  | {
      readonly kind: 'book_moved';
      readonly before: Market;
      readonly after: Market;
      /** Told as whole books rather than as changed levels. */
      readonly whole: boolean;
    }
  | {
      readonly kind: 'traded';
      readonly market: Market;
      readonly token: TokenIndex;
      /** The taker's. */
      readonly side: Side;
      readonly price: bigint;
      readonly shares: bigint;
    }
  | { readonly kind: 'tick_changed'; readonly market: Market; readonly from: bigint }
  | { readonly kind: 'market_resolved'; readonly market: Market }
  | {
      readonly kind: 'order';
      readonly type: 'PLACEMENT' | 'UPDATE' | 'CANCELLATION';
      readonly order: VenueOrder;
    }
  | { readonly kind: 'trade'; readonly trade: VenueTrade };

export type Announcements = {
  readonly publish: (announcement: Announcement) => void;
  /** Returns the way to stop listening. */
  readonly listen: (listener: (announcement: Announcement) => void) => () => void;
};

export const createAnnouncements = (): Announcements => {
  const listeners = new Set<(announcement: Announcement) => void>();
  return {
    publish: (announcement) => {
      for (const listener of listeners) listener(announcement);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The taker's side of a YES trade that took from this side of the book. */
export const takerSideOf = (taken: BookSide): Side => (taken === 'ask' ? 'BUY' : 'SELL');
