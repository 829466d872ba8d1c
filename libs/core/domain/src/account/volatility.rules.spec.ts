/** Rules of volatility that hold for all numbers. */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { ratio } from '../money.js';
import { examples, RUNS } from '../testing/index.js';
import { hourOf, measureVolatility, squareRoot } from './volatility.js';

const nowMs = Date.parse(examples.at);

describe('the square root, of whatever number', () => {
  it('is the largest whole number whose square is not larger', () => {
    const number = fc.oneof(
      fc.bigInt(0n, 2n ** 160n),
      fc.bigInt(0n, 300n),
      fc.bigInt(0n, 2n ** 40n).map((root) => root * root - (root > 0n ? 1n : 0n)),
    );
    fc.assert(
      fc.property(number, (square) => {
        const root = squareRoot(square);
        return root * root <= square && (root + 1n) * (root + 1n) > square;
      }),
      { numRuns: 5 * RUNS },
    );
  });
});

describe('the volatility, of whatever midpoints', () => {
  const prices = fc.array(fc.bigInt(1n, 999_999n), { minLength: 24, maxLength: 400 });
  const hourly = (all: readonly bigint[]) =>
    all.map((price, index) => ({ hour: hourOf(nowMs) - all.length + 1 + index, price }));

  it('leaves a part between the high and the low multiplier, and less the more restless it is', () => {
    fc.assert(
      fc.property(prices, (all) => {
        const { multiplier, rho = 0n } = measureVolatility({}, hourly(all), nowMs);
        const [low, high] = [ratio('1'), ratio('0.5')];
        if (rho <= ratio('1')) return multiplier === low;
        if (rho >= ratio('2')) return multiplier === high;
        return multiplier < low && multiplier > high && (low - multiplier) * 2n === rho - low;
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on the height of the prices, nor on which way they went', () => {
    fc.assert(
      fc.property(prices, fc.bigInt(0n, 1_000n), (all, higher) => {
        const rhoOf = (moved: readonly bigint[]) => measureVolatility({}, hourly(moved), nowMs).rho;
        const rho = rhoOf(all);
        return (
          rhoOf(all.map((price) => price + higher)) === rho &&
          rhoOf(all.map((price) => 1_000_000n - price)) === rho
        );
      }),
      { numRuns: RUNS },
    );
  });
});
