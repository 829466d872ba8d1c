import { describe, expect, it } from '@jest/globals';
import { decimal, price, shares, usd } from '../money.js';
import { recordingOf } from '../testing/index.js';
import type { Side } from '../vocabulary.js';
import { priceToFill } from './price-to-fill.js';

const offers = [
  { price: price('0.40'), shares: shares('10') },
  { price: price('0.50'), shares: shares('10') },
];

describe('the price that fills an order', () => {
  it.each([
    ['BUY', usd('4'), '0.4', true],
    ['BUY', usd('4.000001'), '0.5', true],
    ['BUY', usd('9'), '0.5', true],
    ['BUY', usd('9.000001'), '0.5', false],
    ['SELL', shares('10'), '0.4', true],
    ['SELL', shares('10.000001'), '0.5', true],
    ['SELL', shares('20.000001'), '0.5', false],
  ] as const)('of %s %d is %s, and whole: %s', (side, amount, expected, whole) => {
    expect(priceToFill(offers, { side, amount })).toEqual({ price: price(expected), whole });
  });

  it('is none where nothing is offered', () => {
    expect(priceToFill([], { side: 'BUY', amount: usd('1') })).toBeUndefined();
  });
});

const recorded = recordingOf('vectors/market-price.json') as
  { readonly vectors: readonly Vector[] } | undefined;

if (recorded === undefined) {
  it.skip('prices of market orders are absent: set SLUICE_FIXTURES', () => undefined);
} else {
  describe("the price of a market order, as the official client's tests have it", () => {
    it.each(recorded.vectors.map((vector) => [JSON.stringify(vector), vector] as const))(
      'is that of %s',
      (_, { side, levels_worst_first, amount, order_type, error, price: expected }) => {
        const levels = levels_worst_first
          .map((level) => ({ price: price(level.price), shares: shares(level.size) }))
          .reverse();
        const found = priceToFill(levels, { side, amount: shares(amount) });
        // What must be filled whole meets nobody in a book that is too thin.
        const met = found?.whole === true || order_type === 'FAK' ? found : undefined;
        if (error !== undefined) expect(met).toBeUndefined();
        else expect(met && decimal(met.price)).toBe(expected);
      },
    );
  });
}

type Vector = {
  readonly side: Side;
  readonly levels_worst_first: readonly { readonly price: string; readonly size: string }[];
  readonly amount: string;
  readonly order_type: 'FOK' | 'FAK';
  readonly price?: string;
  readonly error?: string;
};
