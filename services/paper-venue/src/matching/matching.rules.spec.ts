/** The laws of the match on random histories of orders, quotes, snapshots and trades of the tape. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replaceHouse, setHouseLevel, tradeThrough } from './move-house.js';
import {
  bestFirst,
  bookSideOf,
  emptyBook,
  opposite,
  reaches,
  yesPrice,
  type BookSide,
  type Fill,
  type OrderBook,
} from './order-book.js';
import { placeInBook, type ArrivingOrder } from './place-in-book.js';

const side = fc.constantFrom<BookSide>('bid', 'ask');
const price = fc.integer({ min: 44, max: 56 }).map((cents) => BigInt(cents) * 10_000n);
const shares = fc.integer({ min: 1, max: 3_000 }).map((hundredths) => BigInt(hundredths) * 10_000n);
const levels = fc.array(fc.tuple(price, shares), { maxLength: 4 }).map((pairs) => new Map(pairs));

type Step =
  | { readonly kind: 'order'; readonly order: Omit<ArrivingOrder, 'id'> }
  | {
      readonly kind: 'level';
      readonly side: BookSide;
      readonly price: bigint;
      readonly size: bigint;
    }
  | {
      readonly kind: 'trade';
      readonly side: BookSide;
      readonly price: bigint;
      readonly shares: bigint;
    }
  | { readonly kind: 'book'; readonly bid: Map<bigint, bigint>; readonly ask: Map<bigint, bigint> };

const order = fc.record({
  token: fc.constantFrom<0 | 1>(0, 1),
  side: fc.constantFrom<'BUY' | 'SELL'>('BUY', 'SELL'),
  price,
  size: fc.oneof(fc.record({ shares }), fc.record({ shares }), fc.record({ dollars: shares })),
  orderType: fc.constantFrom<ArrivingOrder['orderType']>('GTC', 'GTC', 'GTD', 'FOK', 'FAK'),
  postOnly: fc.constant(false),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('order'), order }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('level'),
      side,
      price,
      size: fc.oneof(shares, fc.constant(0n)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('trade'), side, price, shares }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('book'), bid: levels, ask: levels }) },
);

type Seen = {
  readonly before: OrderBook;
  readonly after: OrderBook;
  readonly fills: readonly Fill[];
  readonly step: Step;
  readonly id: string;
};

const live = (steps: readonly Step[], check: (seen: Seen) => void): void => {
  let book = emptyBook;
  steps.forEach((now, index) => {
    const id = `order ${index}`;
    const { after, fills } = take(book, now, id);
    check({ before: book, after, fills, step: now, id });
    book = after;
  });
};

const take = (book: OrderBook, now: Step, id: string) => {
  switch (now.kind) {
    case 'order': {
      const sized = 'dollars' in now.order.size;
      const immediate = now.order.orderType === 'FOK' || now.order.orderType === 'FAK';
      const fits = !sized || (immediate && now.order.side === 'BUY');
      const placed = fits
        ? placeInBook(book, { ...now.order, id })
        : { outcome: 'skipped' as const };
      return placed.outcome === 'accepted'
        ? { after: placed.book, fills: placed.fills }
        : { after: book, fills: [] };
    }
    case 'level': {
      const moved = setHouseLevel(book, now);
      return { after: moved.book, fills: moved.fills };
    }
    case 'trade': {
      const moved = tradeThrough(book, now);
      return { after: moved.book, fills: moved.fills };
    }
    case 'book': {
      const moved = replaceHouse(book, now);
      return { after: moved.book, fills: moved.fills };
    }
  }
};

const histories = (check: (seen: Seen) => void): void =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => live(steps, check)),
    { numRuns: 300 },
  );

const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

const restingShares = (book: OrderBook): bigint =>
  total([...book.resting.bid, ...book.resting.ask].map(({ remaining }) => remaining));

const clientShares = (fills: readonly Fill[]): bigint =>
  total(fills.filter(({ maker }) => maker !== 'house').map((fill) => fill.shares));

describe('on any history', () => {
  it('no two clients stand across each other, nor a client across the crowd', () => {
    histories(({ after }) => {
      const bid = after.resting.bid[0]?.price ?? 0n;
      const ask = after.resting.ask[0]?.price ?? 1_000_000n;
      expect(bid < ask).toBe(true);
      for (const price of after.house.ask.keys()) expect(price > bid).toBe(true);
      for (const price of after.house.bid.keys()) expect(price < ask).toBe(true);
    });
  });

  it('no share is made or lost', () => {
    histories(({ before, after, fills, step: now, id }) => {
      const joined = [...after.resting.bid, ...after.resting.ask].find((one) => one.id === id);
      const gone = restingShares(before) + (joined?.remaining ?? 0n) - restingShares(after);
      expect(gone).toBe(clientShares(fills));
      if (now.kind !== 'order') return;
      const from = opposite(bookSideOf(now.order.token, now.order.side));
      const house = total(before.house[from].values()) - total(after.house[from].values());
      expect(house).toBe(total(fills.map((fill) => fill.shares)) - clientShares(fills));
      if ('shares' in now.order.size && (joined !== undefined || fills.length > 0)) {
        const used = total(fills.map((fill) => fill.shares)) + (joined?.remaining ?? 0n);
        expect(used <= now.order.size.shares).toBe(true);
        if (now.order.orderType !== 'FAK') expect(used).toBe(now.order.size.shares);
      }
    });
  });

  it('better prices go first, and at one price the earlier client', () => {
    histories(({ after, fills, step: now }) => {
      if (now.kind !== 'order' || fills.length === 0) return;
      const from = opposite(bookSideOf(now.order.token, now.order.side));
      const limit = yesPrice(now.order.token, now.order.price);
      const prices = fills.map((fill) => fill.price);
      expect(prices).toEqual([...prices].sort(bestFirst(from)));
      const worst = prices.at(-1) ?? limit;
      expect(reaches(from, worst, limit)).toBe(true);
      for (const one of [
        ...after.resting[from].map((other) => other.price),
        ...after.house[from].keys(),
      ])
        expect(bestFirst(from)(one, worst) >= 0).toBe(true);
      const numbers = fills.flatMap(({ maker, price: at }) =>
        maker === 'house' ? [] : [{ at, number: Number(maker.id.split(' ')[1]) }],
      );
      numbers.forEach((later, index) => {
        const earlier = numbers[index - 1];
        if (earlier?.at === later.at) expect(earlier.number < later.number).toBe(true);
      });
    });
  });

  it('the queue stays sorted by price and then by arrival', () => {
    histories(({ after }) => {
      for (const name of ['bid', 'ask'] as const) {
        const queue = after.resting[name];
        const sorted = [...queue].sort(
          (a, b) =>
            bestFirst(name)(a.price, b.price) ||
            Number(a.id.split(' ')[1]) - Number(b.id.split(' ')[1]),
        );
        expect(queue).toEqual(sorted);
        for (const one of queue) expect(one.remaining > 0n && one.houseAhead >= 0n).toBe(true);
      }
    });
  });
});
