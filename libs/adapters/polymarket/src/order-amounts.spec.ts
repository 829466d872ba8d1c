import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { limitAmounts, marketAmounts, onGrid, type TickSize } from './order-amounts.js';
import { fixture, haveFixtures } from './testing/recorded.js';

type Vector = {
  readonly kind: 'limit' | 'market';
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly size?: string;
  readonly amount?: string;
  readonly tick_size: TickSize;
  readonly makerAmount: string;
  readonly takerAmount: string;
};

(haveFixtures ? describe : describe.skip)('the amounts of an order', () => {
  const { vectors } = (haveFixtures ? fixture('vectors/order-amounts.json') : { vectors: [] }) as {
    readonly vectors: readonly Vector[];
  };

  it.each(vectors.map((vector) => [JSON.stringify(vector), vector] as const))(
    "are the official client's: %s",
    (_, { kind, side, price: at, size, amount, tick_size, makerAmount, takerAmount }) => {
      const price = money.price(at);
      const found =
        kind === 'limit'
          ? limitAmounts({ side, price, shares: money.shares(size ?? '') }, tick_size)
          : marketAmounts({ side, price, amount: money.usd(amount ?? '') }, tick_size);
      expect(found).toEqual({
        makerAmount: BigInt(makerAmount),
        takerAmount: BigInt(takerAmount),
      });
    },
  );
});

describe('the grid', () => {
  it.each<[string, TickSize, boolean]>([
    ['0.42', '0.01', true],
    ['0.503', '0.01', false],
    ['0.503', '0.005', false],
    ['0.505', '0.005', true],
    ['0.0025', '0.0025', true],
    ['0.9999', '0.0001', true],
    ['0.995', '0.01', false],
    ['0.001', '0.01', false],
  ])('has %s at tick %s: %s', (price, tick, expected) => {
    expect(onGrid(money.price(price), tick)).toBe(expected);
  });
});
