/** Ticks become finer by themselves when a price comes close to an end, and stay so. */
import { ONE } from '../amounts/micro.js';
import type { Venue } from '../venue.js';
import { bestPrices } from './book-summary.js';
import type { Market } from './market.js';

const HIGH = 960_000n;
const LOW = 40_000n;
const FINE_TICK = 1_000n;

/** Looks at the middle of the book; resting orders stay where they are. */
export const refineTick = (venue: Venue, id: Market['id']): void => {
  const market = venue.markets.find(id);
  if (market === undefined || market.tick <= FINE_TICK) return;
  const { bid, ask } = bestPrices(market, 0);
  if (bid === undefined && ask === undefined) return;
  const middle = ((bid ?? 0n) + (ask ?? ONE)) / 2n;
  if (middle <= HIGH && middle >= LOW) return;
  const after = changeTick(venue, market, FINE_TICK);
  // Readers drop the book at a new tick and wait for a whole one.
  venue.announcements.publish({ kind: 'book_moved', before: after, after, whole: true });
};

export const changeTick = (venue: Venue, market: Market, tick: bigint): Market => {
  const changed = venue.markets.change(market.id, { tick });
  venue.announcements.publish({ kind: 'tick_changed', market: changed, from: market.tick });
  return changed;
};
