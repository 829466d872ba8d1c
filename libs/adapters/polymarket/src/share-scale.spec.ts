import { describe, expect, it } from '@jest/globals';
import { UnreadableAnswerError } from './errors.js';
import { readShares, scaleOf } from './share-scale.js';

const TEN = 10_000_000n;

describe('the scale of a size', () => {
  it.each([
    // A decimal point is shares, whatever stands beside it.
    ['10.5', undefined, true, 10_500_000n],
    ['10.0000', undefined, false, 10_000_000n],
    // What we signed decides.
    ['10', TEN, true, 10_000_000n],
    ['10', TEN, false, 10_000_000n],
    ['10000000', TEN, true, 10_000_000n],
    ['10000000', TEN, false, 10_000_000n],
    ['2500000', TEN, false, 2_500_000n],
    // Ten shares signed at 0.99 may buy 990 at 0.01.
    ['990', TEN, false, 990_000_000n],
    // Of an order of others, only what fits one dialect.
    ['5', undefined, false, 5_000_000n],
    ['999999', undefined, false, 999_999_000_000n],
    ['10000', undefined, true, 10_000n],
    ['100000000', undefined, true, 100_000_000n],
    ['0', undefined, true, 0n],
  ])('of "%s", signed %s, prefixed %s, makes it %d', (size, signedShares, prefixed, expected) => {
    expect(readShares(size, scaleOf(size, { signedShares, prefixed }))).toBe(expected);
  });

  it.each([
    // A million shares, or one.
    ['1000000', false],
    ['100000000', false],
    // Whole shares in the dialect of millionths, or next to nothing.
    ['9999', true],
    ['5', true],
  ])('is not guessed of an order of others: %s, prefixed %s', (size, prefixed) => {
    const of = { signedShares: undefined, prefixed };
    expect(() => scaleOf(size, of)).toThrow(UnreadableAnswerError);
  });
});
