/** The tick of a market changes while its frames are on their way. */
import { z } from 'zod';
import { formatMicro, parseMicro } from '../../amounts/micro.js';
import { defineFault } from '../fault.js';
import { changed } from './frame-plans.js';

const TICKS = ['0.1', '0.01', '0.005', '0.0025', '0.001', '0.0001'] as const;

export const tickSizeChanged = defineFault({
  at: 'market_frame',
  about:
    'The tick of the market changes for all, in the middle of the stream; a whole book follows.',
  parameters: z.strictObject({
    /** The same tick as before is told all the same: a change that changes nothing. */
    tick: z.enum(TICKS).default('0.001'),
  }),
  subjects: ['book', 'price_change', 'last_trade_price', 'best_bid_ask'],
  strike: ({ venue, body, later }, { tick }) => {
    const before = venue.markets.find(String(body['market']));
    // Told a moment later, because this frame is being told just now.
    later(0, () => {
      if (before === undefined) return;
      const market = venue.markets.change(before.id, { tick: parseMicro(tick) });
      venue.announcements.publish({ kind: 'tick_changed', market, from: before.tick });
      venue.announcements.publish({ kind: 'book_moved', before, after: market, whole: true });
      venue.log(`The tick of ${market.slug} is ${tick} after ${formatMicro(before.tick)}`);
    });
    return changed(body);
  },
});
