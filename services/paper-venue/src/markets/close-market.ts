/** Ends a market: no more orders, open ones cancelled, matches settled, payouts on the chain. */
import type { Hex } from '../chain/venue-chain.js';
import { emptyBook, type TokenIndex } from '../matching/order-book.js';
import { withdraw } from '../orders/cancel-orders.js';
import type { Settlement } from '../trades/settle-trades.js';
import type { Venue } from '../venue.js';
import { isNegRisk } from './market-traits.js';
import type { Market } from './market.js';

/** The outcome that pays a dollar, or both at half a dollar each. */
export type Ending = TokenIndex | 'both';

export type Closing = {
  /** Safe to repeat: a resolved market stays as it is. */
  close(id: Hex, ending: Ending): Promise<Market>;
};

/** Why a market cannot end so: a neg-risk market ends at Yes or at No, and one of its event at Yes. */
export const whyNotEnding = (venue: Venue, market: Market, ending: Ending): string | undefined => {
  if (!isNegRisk(market) || ending === 1) return undefined;
  if (ending === 'both') return 'winner: a neg-risk market ends at 0 or at 1';
  const other = venue.markets
    .all()
    .find(
      ({ id, event, winner }) =>
        id !== market.id && event?.slug === market.event?.slug && winner === 0,
    );
  return other === undefined ? undefined : `winner: ${other.slug} of the same event has ended at 0`;
};

const PAYOUTS = { 0: [1n, 0n], 1: [0n, 1n], both: [1n, 1n] } as const;

export const createClosing = (venue: Venue, settlement: Settlement): Closing => {
  const underWay = new Map<Hex, Promise<Market>>();
  const close = async (id: Hex, ending: Ending): Promise<Market> => {
    const before = venue.markets.find(id);
    if (before === undefined) throw new Error(`Market ${id} was never listed`);
    if (before.stage === 'resolved') return before;
    venue.markets.change(id, { stage: 'closed', closedAtMs: before.closedAtMs ?? venue.nowMs() });
    const open = venue.orders.live().filter((order) => order.conditionId === id);
    withdraw(venue, open, 'CANCELED_MARKET_RESOLVED');
    venue.markets.change(id, { book: emptyBook, movedAtMs: venue.nowMs() });
    await settlement.drained();
    await venue.chain.resolve(before.onChain.conditionId, PAYOUTS[ending]);
    const winner = ending === 'both' ? null : ending;
    const market = venue.markets.change(id, { stage: 'resolved', winner });
    venue.announcements.publish({ kind: 'market_resolved', market });
    venue.log(
      `Market ${market.slug} resolved to ${winner === null ? 'both' : market.outcomes[winner]}`,
    );
    return market;
  };
  return {
    close: (id, ending) => {
      const closing = underWay.get(id) ?? close(id, ending).finally(() => underWay.delete(id));
      underWay.set(id, closing);
      return closing;
    },
  };
};
