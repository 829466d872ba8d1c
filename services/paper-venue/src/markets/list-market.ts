/** Lists a tape's market, or takes up one the venue remembers where it stood. */
import { emptyBook } from '../matching/order-book.js';
import { rest } from '../matching/place-in-book.js';
import { remainingShares } from '../orders/order.js';
import { applyTapeEvent, moveHouseOnly } from '../tape/apply-tape-event.js';
import type { Tape } from '../tape/tape.js';
import type { Venue } from '../venue.js';
import type { MarketKind } from '../chain/venue-chain.js';
import { isNegRisk, PLAIN_TRAITS, type MarketTraits } from './market-traits.js';
import type { Market } from './market.js';

const MIN_SIZE = 5_000_000n;
const TICK = 10_000n;

export const listMarket = async (venue: Venue, tape: Tape): Promise<Market> => {
  const remembered = venue.markets.bySlug(tape.slug);
  if (remembered !== undefined) return takeUp(venue, remembered, tape);
  const { startsAfterMs, ...traits } = { ...PLAIN_TRAITS, startsAfterMs: null, ...tape.traits };
  const kind = kindOf(traits);
  const { conditionId, tokenIds } = await venue.chain.prepareMarket(tape.questionId, kind);
  const market = venue.markets.list({
    ...traits,
    startsAtMs: startsAfterMs === null ? null : venue.nowMs() + startsAfterMs,
    id: conditionId,
    onChain: { kind: kind.kind, conditionId, tokenIds },
    questionId: tape.questionId,
    tokenIds,
    slug: tape.slug,
    question: tape.question,
    outcomes: tape.outcomes,
    feeRate: tape.feeRate,
    minSize: MIN_SIZE,
    tick: TICK,
    listedAtMs: venue.nowMs(),
    stage: 'open',
    winner: null,
    closedAtMs: null,
    tapePosition: 0,
  });
  return openBook(venue, market, tape);
};

/** A market opens with its tape's first book, so that there is something to see before it moves. */
const openBook = (venue: Venue, market: Market, tape: Tape): Market => {
  const [first] = tape.events;
  if (first?.kind !== 'book') return market;
  applyTapeEvent(venue, market.id, first);
  return venue.markets.change(market.id, { tapePosition: 1 });
};

/** The crowd is where the tape had left it; clients' orders queue behind it, in their old order. */
const takeUp = async (venue: Venue, market: Market, tape: Tape): Promise<Market> => {
  const kind: MarketKind =
    market.onChain.kind === 'standard' ? { kind: 'standard' } : kindOf(market);
  await venue.chain.prepareMarket(market.questionId, kind);
  if (market.stage !== 'open') return market;
  const house = tape.events.slice(0, market.tapePosition).reduce(moveHouseOnly, emptyBook);
  const live = venue.orders
    .live()
    .filter((order) => order.conditionId === market.id && order.status === 'LIVE')
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
  const book = live.reduce((now, order) => rest(now, order, remainingShares(order)), house);
  return venue.markets.change(market.id, { book, movedAtMs: venue.nowMs() });
};

const kindOf = ({ protocol, event }: Pick<MarketTraits, 'protocol' | 'event'>): MarketKind => {
  if (protocol === 'v2') return { kind: 'protocol_v2' };
  return event !== null && isNegRisk({ event })
    ? { kind: 'neg_risk', event: event.slug }
    : { kind: 'standard' };
};
