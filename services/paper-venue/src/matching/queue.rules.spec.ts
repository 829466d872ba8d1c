/** A resting order is filled by the tape only when the tape has traded through its place. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setHouseLevel, tradeThrough } from './move-house.js';
import { emptyBook, type OrderBook } from './order-book.js';
import { rest } from './place-in-book.js';

const PRICE = 400_000n;

const shares = fc.bigInt({ min: 1n, max: 1_000n }).map((whole) => whole * 1_000_000n);

const joined = (ahead: bigint, size: bigint): OrderBook =>
  rest(
    setHouseLevel(emptyBook, { side: 'bid', price: PRICE, size: ahead }).book,
    { id: 'own', token: 0, side: 'BUY', price: PRICE },
    size,
  );

type Step = { readonly kind: 'trade' | 'level'; readonly amount: bigint };

/** What the order got after each step. */
const filledBy = (steps: readonly Step[], book: OrderBook): bigint => {
  let now = book;
  let filled = 0n;
  for (const { kind, amount } of steps) {
    const moved =
      kind === 'trade'
        ? tradeThrough(now, { side: 'bid', price: PRICE, shares: amount })
        : setHouseLevel(now, { side: 'bid', price: PRICE, size: amount });
    now = moved.book;
    for (const fill of moved.fills) filled += fill.shares;
  }
  return filled;
};

const step = fc.record({
  kind: fc.constantFrom('trade' as const, 'level' as const),
  amount: shares,
});
const traded = (steps: readonly Step[]): bigint =>
  steps.reduce((sum, { kind, amount }) => (kind === 'trade' ? sum + amount : sum), 0n);

describe('the place of an order in its queue', () => {
  it('is reached when exactly what stood ahead has traded', () => {
    fc.assert(
      fc.property(shares, shares, fc.array(shares, { maxLength: 8 }), (ahead, size, amounts) => {
        const steps = amounts.map((amount) => ({ kind: 'trade' as const, amount }));
        const through = traded(steps) - ahead;
        const due = through <= 0n ? 0n : through < size ? through : size;
        expect(filledBy(steps, joined(ahead, size))).toBe(due);
      }),
    );
  });

  it('is never reached by shares that only come and go', () => {
    fc.assert(
      fc.property(shares, shares, fc.array(shares, { maxLength: 8 }), (ahead, size, amounts) => {
        const steps = amounts.map((amount) => ({ kind: 'level' as const, amount }));
        expect(filledBy(steps, joined(ahead, size))).toBe(0n);
      }),
    );
  });

  it('never gets more than was traded, nor more for joining behind more', () => {
    fc.assert(
      fc.property(
        shares,
        shares,
        shares,
        fc.array(step, { maxLength: 12 }),
        (a, b, size, steps) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          const early = filledBy(steps, joined(less, size));
          const late = filledBy(steps, joined(more, size));
          expect(early).toBeLessThanOrEqual(traded(steps));
          expect(late).toBeLessThanOrEqual(early);
        },
      ),
    );
  });
});
