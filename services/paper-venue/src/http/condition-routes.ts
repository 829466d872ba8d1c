/** Levers the real venue does not have: whether it trades, and who may. */
import { getAddress } from 'viem';
import { z } from 'zod';
import type { TradingChange } from '../trading-state/trading-state.js';
import type { Venue } from '../venue.js';
import { ok, readBody, type Routes } from './route.js';

export const CONDITION_HELP = `
  GET  /control/trading                                 whether the venue trades, and until when
  POST /control/trading          {mode, forMs, postOnlyMs}
                                 mode = open | restarting | post_only | cancel_only | disabled
  POST /control/standing         {address, standing}    standing = normal | closed_only | banned`;

export const conditionRoutes = (venue: Venue): Routes => ({
  'GET /control/trading': () => ok(venue.trading.get()),
  'POST /control/trading': (request) => {
    const read = readBody(request, tradingRequest);
    return read.read ? ok(venue.trading.set(read.value)) : read.answer;
  },
  'POST /control/standing': (request) => {
    const read = readBody(request, standingRequest);
    if (!read.read) return read.answer;
    venue.standings.set(read.value.address, read.value.standing);
    return ok(read.value);
  },
});

const ms = z.number().int().min(0).max(86_400_000).optional();

const tradingRequest = z
  .object({
    mode: z.enum(['open', 'restarting', 'post_only', 'cancel_only', 'disabled']),
    forMs: ms,
    postOnlyMs: ms,
  })
  .transform(({ mode, forMs, postOnlyMs }): TradingChange => ({
    mode,
    ...(forMs === undefined ? {} : { forMs }),
    ...(postOnlyMs === undefined ? {} : { postOnlyMs }),
  }));

const standingRequest = z.object({
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
    .transform((text) => getAddress(text)),
  standing: z.enum(['normal', 'closed_only', 'banned']),
});
