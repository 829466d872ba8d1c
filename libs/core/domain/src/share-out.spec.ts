import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leaving, shareOut } from './share-out.js';

const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const holdings = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 6 });

describe('sharing out', () => {
  it('gives each its part by weight, and the last micro to the last', () => {
    expect(shareOut(10n, [1n, 1n, 1n])).toEqual([3n, 3n, 4n]);
    expect(shareOut(10n, [0n, 0n])).toEqual([0n, 0n]);
  });

  it('gives the whole, whatever the weights', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), holdings, (whole, weights) => {
        if (sumOf(weights) === 0n) return;
        expect(sumOf(shareOut(whole, weights))).toBe(whole);
      }),
    );
  });

  it('lets leave what left, and of nobody more than it holds', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), holdings, (amount, held) => {
        const gone = leaving(amount, held);
        const total = sumOf(held);
        expect(sumOf(gone)).toBe(amount < total ? amount : total);
        gone.forEach((part, index) => expect(part <= (held[index] ?? 0n)).toBe(true));
      }),
    );
  });

  it('leaves no dust behind', () => {
    expect(leaving(95n, [60n, 40n], 10n)).toEqual([60n, 40n]);
    expect(leaving(90n, [60n, 40n], 10n)).toEqual([54n, 36n]);
  });
});
