/** The rules of the match, one by one. */
import { describe, expect, it } from '@jest/globals';
import { parseMicro } from '../amounts/micro.js';
import { replaceHouse, setHouseLevel, tradeThrough } from './move-house.js';
import {
  emptyBook,
  visibleLevels,
  type BookSide,
  type Fill,
  type OrderBook,
} from './order-book.js';
import { placeInBook, type ArrivingOrder } from './place-in-book.js';

type Quote = readonly [side: BookSide, price: string, size: string];

const house = (...quotes: readonly Quote[]): OrderBook =>
  quotes.reduce(
    (book, [side, price, size]) =>
      setHouseLevel(book, { side, price: parseMicro(price), size: parseMicro(size) }).book,
    emptyBook,
  );

const order = (
  id: string,
  side: 'BUY' | 'SELL',
  price: string,
  shares: string,
  more: Partial<ArrivingOrder> = {},
): ArrivingOrder => ({
  id,
  token: 0,
  side,
  price: parseMicro(price),
  size: { shares: parseMicro(shares) },
  orderType: 'GTC',
  postOnly: false,
  ...more,
});

const place = (book: OrderBook, arriving: ArrivingOrder) => {
  const placed = placeInBook(book, arriving);
  if (placed.outcome !== 'accepted') throw new Error(placed.outcome);
  return placed;
};

const told = (fills: readonly Fill[]) =>
  fills.map((fill) => [
    fill.maker === 'house' ? 'house' : fill.maker.id,
    Number(fill.price) / 1e6,
    Number(fill.shares) / 1e6,
  ]);

describe('an arriving order', () => {
  it('walks the book from the best price and rests with what is left', () => {
    const book = house(['ask', '0.5', '10'], ['ask', '0.51', '10'], ['ask', '0.53', '10']);
    const placed = place(book, order('a', 'BUY', '0.52', '25'));
    expect(told(placed.fills)).toEqual([
      ['house', 0.5, 10],
      ['house', 0.51, 10],
    ]);
    expect(placed.resting).toBe(parseMicro('5'));
    expect(visibleLevels(placed.book, 'bid')).toEqual([[parseMicro('0.52'), parseMicro('5')]]);
  });

  it('leaves consumed house shares consumed until the level is told anew', () => {
    const book = place(house(['ask', '0.5', '10']), order('a', 'BUY', '0.5', '6')).book;
    expect(visibleLevels(book, 'ask')).toEqual([[500_000n, parseMicro('4')]]);
    const again = setHouseLevel(book, {
      side: 'ask',
      price: 500_000n,
      size: parseMicro('10'),
    }).book;
    expect(visibleLevels(again, 'ask')).toEqual([[500_000n, parseMicro('10')]]);
  });

  it('meets house shares and clients at one price in the order of their arrival', () => {
    let book = house(['ask', '0.5', '10']);
    book = place(book, order('first', 'SELL', '0.5', '7')).book;
    book = setHouseLevel(book, { side: 'ask', price: 500_000n, size: parseMicro('15') }).book;
    book = place(book, order('second', 'SELL', '0.5', '7')).book;
    const { fills } = place(book, order('taker', 'BUY', '0.5', '28'));
    expect(told(fills)).toEqual([
      ['house', 0.5, 10],
      ['first', 0.5, 7],
      ['house', 0.5, 5],
      ['second', 0.5, 6],
    ]);
  });

  it('matches a NO bid with a YES bid that adds up to one', () => {
    const book = place(emptyBook, order('yes', 'BUY', '0.6', '10')).book;
    const placed = place(book, order('no', 'BUY', '0.4', '10', { token: 1 }));
    expect(told(placed.fills)).toEqual([['yes', 0.6, 10]]);
  });

  it('spends dollars rather than shares when it is an immediate BUY', () => {
    const size = { dollars: parseMicro('10') };
    const buy = order('a', 'BUY', '0.6', '0', { size, orderType: 'FOK' });
    const { fills } = place(house(['ask', '0.5', '10'], ['ask', '0.6', '100']), buy);
    expect(told(fills)).toEqual([
      ['house', 0.5, 10],
      ['house', 0.6, 8.333333],
    ]);
  });

  it('is killed as FOK when not everything is there, as FAK only when nothing is', () => {
    const book = house(['bid', '0.5', '10']);
    expect(placeInBook(book, order('a', 'SELL', '0.5', '11', { orderType: 'FOK' })).outcome).toBe(
      'not_fully_filled',
    );
    expect(placeInBook(book, order('a', 'SELL', '0.51', '5', { orderType: 'FAK' })).outcome).toBe(
      'nothing_to_match',
    );
    const part = place(book, order('a', 'SELL', '0.5', '11', { orderType: 'FAK' }));
    expect(part.resting).toBe(0n);
    expect(told(part.fills)).toEqual([['house', 0.5, 10]]);
  });

  it('is refused as post-only when it would take', () => {
    const book = house(['ask', '0.5', '10']);
    expect(placeInBook(book, order('a', 'BUY', '0.5', '5', { postOnly: true })).outcome).toBe(
      'would_cross',
    );
    expect(placeInBook(book, order('a', 'BUY', '0.49', '5', { postOnly: true })).outcome).toBe(
      'accepted',
    );
  });
});

describe('a resting order', () => {
  const waiting = place(house(['bid', '0.5', '10']), order('a', 'BUY', '0.5', '5')).book;

  it('waits until the shares ahead of it have traded', () => {
    const some = tradeThrough(waiting, { side: 'bid', price: 500_000n, shares: parseMicro('8') });
    expect(some.fills).toEqual([]);
    const more = tradeThrough(some.book, { side: 'bid', price: 500_000n, shares: parseMicro('4') });
    expect(told(more.fills)).toEqual([['a', 0.5, 2]]);
  });

  it('does not move up when shares leave the level from behind or by cancellation', () => {
    const thin = setHouseLevel(waiting, { side: 'bid', price: 500_000n, size: parseMicro('6') });
    const traded = tradeThrough(thin.book, {
      side: 'bid',
      price: 500_000n,
      shares: parseMicro('7'),
    });
    expect(told(traded.fills)).toEqual([['a', 0.5, 1]]);
  });

  it('is filled first when the tape trades at a worse price', () => {
    const through = tradeThrough(waiting, {
      side: 'bid',
      price: 490_000n,
      shares: parseMicro('9'),
    });
    expect(told(through.fills)).toEqual([['a', 0.5, 5]]);
  });

  it('is filled at its own price by a crowd that crosses it, and uses those shares up', () => {
    const crossed = setHouseLevel(waiting, { side: 'ask', price: 480_000n, size: parseMicro('3') });
    expect(told(crossed.fills)).toEqual([['a', 0.5, 3]]);
    expect(visibleLevels(crossed.book, 'ask')).toEqual([]);
  });

  it('hears of a trade that a new snapshot implies', () => {
    const bid = new Map([[490_000n, parseMicro('4')]]);
    const moved = replaceHouse(waiting, { bid, ask: new Map() });
    expect(moved.trades).toEqual([{ side: 'bid', price: 500_000n, shares: parseMicro('10') }]);
    expect(moved.fills).toEqual([]);
  });
});

describe('a crumb of rounding', () => {
  it('does not buy anything for nothing at the next price', () => {
    const size = { dollars: 10_000n };
    const buy = order('a', 'BUY', '0.6', '0', { size, orderType: 'FAK' });
    const { fills } = place(house(['ask', '0.55', '10'], ['ask', '0.56', '10']), buy);
    expect(told(fills)).toEqual([['house', 0.55, 0.018181]]);
  });
});
