/** Lets one event of the tape happen to a market: the book moves, waiting clients are filled. */
import type { Market } from '../markets/market.js';
import { replaceHouse, setHouseLevel, tradeThrough } from '../matching/move-house.js';
import { emptyBook, type Fill, type OrderBook } from '../matching/order-book.js';
import { fillOrders, tradesOfHouse } from '../trades/book-fills.js';
import { changeTick, refineTick } from '../markets/refine-tick.js';
import { withdraw } from '../orders/cancel-orders.js';
import { takerSideOf, type Venue } from '../venue.js';
import type { TapeEvent } from './tape.js';

export const applyTapeEvent = (venue: Venue, id: Market['id'], event: TapeEvent): void => {
  const listed = venue.markets.find(id);
  if (listed === undefined) throw new Error(`Market ${id} was never listed`);
  if (event.kind === 'game_started') {
    if (listed.clearBookOnStart) clearBook(venue, listed);
    return;
  }
  const before = onFinerTick(venue, listed, event);
  const moved = move(before.book, event);
  const trades = tradesOfHouse(venue, before, moved.fills);
  for (const trade of trades) fillOrders(venue, venue.trades.put(trade));
  const printed = moved.trades.at(-1);
  const lastTrade =
    printed === undefined
      ? before.lastTrade
      : { token: 0 as const, ...printed, side: takerSideOf(printed.side) };
  const movedAtMs = venue.nowMs();
  const after = venue.markets.change(id, { book: moved.book, lastTrade, movedAtMs });
  const { publish } = venue.announcements;
  for (const { side, price, shares } of moved.trades)
    publish({ kind: 'traded', market: after, token: 0, side: takerSideOf(side), price, shares });
  for (const trade of trades) publish({ kind: 'trade', trade });
  // A new tick leaves readers without a book until they are told a whole one.
  const whole = event.kind === 'book' || before.tick !== listed.tick;
  publish({ kind: 'book_moved', before, after, whole });
  for (const trade of trades) venue.settle(trade);
  refineTick(venue, id);
};

/** The game begins: every order goes, the crowd's as well as the clients'. */
const clearBook = (venue: Venue, before: Market): void => {
  const open = venue.orders.live().filter((order) => order.conditionId === before.id);
  withdraw(venue, open, 'CANCELED');
  const after = venue.markets.change(before.id, { book: emptyBook, movedAtMs: venue.nowMs() });
  venue.announcements.publish({ kind: 'book_moved', before, after, whole: true });
};

/** What the tape does to a book nobody else trades in. */
export const moveHouseOnly = (book: OrderBook, event: TapeEvent): OrderBook =>
  move(book, event).book;

type TapeMove = {
  readonly book: OrderBook;
  readonly fills: readonly Fill[];
  readonly trades: readonly Pick<
    Extract<TapeEvent, { kind: 'trade' }>,
    'side' | 'price' | 'shares'
  >[];
};

const move = (book: OrderBook, event: TapeEvent): TapeMove => {
  switch (event.kind) {
    case 'book':
      return replaceHouse(book, event);
    case 'level':
      return { ...setHouseLevel(book, event), trades: [] };
    case 'trade':
      return { ...tradeThrough(book, event), trades: [event] };
    case 'game_started':
      return { book: emptyBook, fills: [], trades: [] };
  }
};

const TICKS = [10_000n, 5_000n, 2_500n, 1_000n, 100n] as const;

/** The venue refines the tick when prices near an end; the tape shows it by quoting off the grid. */
const onFinerTick = (
  venue: Venue,
  market: Market,
  event: Exclude<TapeEvent, { kind: 'game_started' }>,
): Market => {
  const prices = event.kind === 'book' ? [...event.bid.keys(), ...event.ask.keys()] : [event.price];
  const tick = TICKS.find(
    (finer) => finer <= market.tick && prices.every((price) => price % finer === 0n),
  );
  if (tick === undefined || tick === market.tick) return market;
  return changeTick(venue, market, tick);
};
