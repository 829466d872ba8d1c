/** The levers for what happens between the end of trading and the payout: closed, asked, disputed, reopened. */
import { z } from 'zod';
import { emptyBook } from '../matching/order-book.js';
import { ORACLE_STATUSES } from '../markets/market.js';
import { withdraw } from '../orders/cancel-orders.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, type Answer, type Routes, type VenueRequest } from './route.js';

export const ORACLE_HELP = `
  POST /control/hand/close       {market}               trading stops without a payout, until reopened or resolved
  POST /control/hand/reopen      {market}               it trades again
  POST /control/hand/oracle      {market, status, since, expectedSettlement}
                                 what /v2/resolutions and Gamma tell; instants are ISO texts
                                 status: ${ORACLE_STATUSES.join(' ')}`;

/** None of them touches the chain. */
export const oracleRoutes = (venue: Venue): Routes => ({
  'POST /control/hand/close': (request) => {
    const found = marketOf(venue, request, z.strictObject({ market }));
    if (!found.read) return found.answer;
    const { id, stage } = found.market;
    if (stage === 'resolved') return failed(409, 'the market is resolved');
    venue.markets.change(id, {
      ...{ stage: 'closed', closedByHand: true },
      closedAtMs: found.market.closedAtMs ?? venue.nowMs(),
    });
    withdraw(
      venue,
      venue.orders.live().filter((order) => order.conditionId === id),
      'CANCELED',
    );
    venue.markets.change(id, { book: emptyBook, movedAtMs: venue.nowMs() });
    return ok({ conditionId: id, stage: 'closed' });
  },
  'POST /control/hand/reopen': (request) => {
    const found = marketOf(venue, request, z.strictObject({ market }));
    if (!found.read) return found.answer;
    if (found.market.closedByHand !== true || found.market.stage !== 'closed') {
      return failed(409, 'the market was not closed by hand');
    }
    const { id } = venue.markets.change(found.market.id, {
      ...{ stage: 'open', closedByHand: false, closedAtMs: null },
    });
    return ok({ conditionId: id, stage: 'open' });
  },
  'POST /control/hand/oracle': (request) => {
    const found = marketOf(venue, request, oracleBody);
    if (!found.read) return found.answer;
    const { status, since, expectedSettlement } = found.value;
    const { id } = found.market;
    const before = found.market.oracle;
    const disputed = status === 'challenged' || status === 'disputed' || status === 'arbitration';
    venue.markets.change(id, {
      oracle: {
        status,
        sinceMs: since ?? venue.nowMs(),
        expectedSettlementMs: expectedSettlement ?? null,
        wasDisputed: disputed || before?.wasDisputed === true,
      },
    });
    return ok({ conditionId: id, status });
  },
});

type Found<Value> =
  | {
      readonly read: true;
      readonly value: Value;
      readonly market: ReturnType<Venue['markets']['all']>[number];
    }
  | { readonly read: false; readonly answer: Answer };

function marketOf<Value extends { readonly market: string }>(
  venue: Venue,
  request: VenueRequest,
  schema: z.ZodType<Value>,
): Found<Value> {
  const read = readBody(request, schema);
  if (!read.read) return read;
  const named = read.value.market;
  const found = venue.markets.find(named) ?? venue.markets.bySlug(named);
  return found === undefined
    ? { read: false, answer: failed(404, 'market not found') }
    : { read: true, value: read.value, market: found };
}

/** Condition id or slug. */
const market = z.string().max(200);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const oracleBody = z.strictObject({
  market,
  status: z.enum(ORACLE_STATUSES),
  since: instant.optional(),
  expectedSettlement: instant.optional(),
});
