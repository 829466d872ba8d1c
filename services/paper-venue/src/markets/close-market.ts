/** Ends a market: no more orders, open ones cancelled, matches settled, payouts on the chain. */
import type { Hex } from '../chain/venue-chain.js';
import { emptyBook, type TokenIndex } from '../matching/order-book.js';
import { withdraw } from '../orders/cancel-orders.js';
import type { Settlement } from '../trades/settle-trades.js';
import type { Venue } from '../venue.js';
import type { Market } from './market.js';

export type Closing = {
  /** Safe to repeat: a resolved market stays as it is. */
  close(id: Hex, winner: TokenIndex): Promise<Market>;
};

export const createClosing = (venue: Venue, settlement: Settlement): Closing => {
  const underWay = new Map<Hex, Promise<Market>>();
  const close = async (id: Hex, winner: TokenIndex): Promise<Market> => {
    const before = venue.markets.find(id);
    if (before === undefined) throw new Error(`Market ${id} was never listed`);
    if (before.stage === 'resolved') return before;
    venue.markets.change(id, { stage: 'closed', closedAtMs: before.closedAtMs ?? venue.nowMs() });
    const open = venue.orders.live().filter((order) => order.conditionId === id);
    withdraw(venue, open, 'CANCELED_MARKET_RESOLVED');
    venue.markets.change(id, { book: emptyBook, movedAtMs: venue.nowMs() });
    await settlement.drained();
    await venue.chain.resolve(before.onChain.conditionId, winner === 0 ? [1n, 0n] : [0n, 1n]);
    const market = venue.markets.change(id, { stage: 'resolved', winner });
    venue.announcements.publish({ kind: 'market_resolved', market });
    venue.log(`Market ${market.slug} resolved to ${market.outcomes[winner]}`);
    return market;
  };
  return {
    close: (id, winner) => {
      const closing = underWay.get(id) ?? close(id, winner).finally(() => underWay.delete(id));
      underWay.set(id, closing);
      return closing;
    },
  };
};
