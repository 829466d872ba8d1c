import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cost,
  decimal,
  divideUp,
  floorTo,
  fraction,
  minusFloored,
  noUsd,
  price,
  proceeds,
  ratio,
  shares,
  sum,
  toPrice,
  usd,
} from './money.js';

describe('money, when it is read', () => {
  it.each([
    ['12.5', 12_500_000n],
    ['0', 0n],
    ['-3.25', -3_250_000n],
    ['0.000001', 1n],
    ['999999999999999', 999_999_999_999_999_000_000n],
    ['1.5000000000', 1_500_000n],
  ])('takes "%s" exactly', (text, micros) => {
    expect(usd(text)).toBe(micros);
  });

  it.each([
    '',
    '.5',
    '1.',
    '1,5',
    '1e3',
    ' 1',
    '+1',
    '0x10',
    'NaN',
    '0.0000001',
    '1000000000000000',
  ])('refuses "%s"', (text) => {
    expect(() => usd(text)).toThrow(RangeError);
  });

  it('says what it could not read and what it found instead', () => {
    expect(() => shares('ten')).toThrow(
      'A number of shares is a decimal with at most 6 places, was "ten"',
    );
  });

  it('comes back as the same amount after it was written', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 20n), 10n ** 20n),
        (micros) => usd(decimal(micros)) === micros,
      ),
    );
  });

  it('is written with no more places than it needs', () => {
    expect([12_500_000n, 3_000_000n, -1n, 0n].map(decimal)).toEqual([
      '12.5',
      '3',
      '-0.000001',
      '0',
    ]);
  });
});

describe('a price', () => {
  it('lies between 0 and 1, both excluded', () => {
    expect(price('0.000001')).toBe(1n);
    expect(price('0.999999')).toBe(999_999n);
    for (const text of ['0', '1', '-0.5', '1.01']) expect(() => price(text)).toThrow(RangeError);
    expect(() => toPrice(1_000_000n)).toThrow('A price lies between 0 and 1, was 1');
  });
});

describe('money, when it is reckoned with', () => {
  const anySize = fc.bigInt(0n, 10n ** 13n).map((micros) => shares(decimal(micros)));
  const anyPrice = fc.bigInt(1n, 999_999n).map(toPrice);

  it('promises a cost rounded up and counts on proceeds rounded down', () => {
    expect(cost(shares('0.000001'), price('0.5'))).toBe(1n);
    expect(proceeds(shares('0.000001'), price('0.5'))).toBe(0n);
  });

  it('never lets a cost and its proceeds lie more than a millionth apart', () => {
    fc.assert(
      fc.property(anySize, anyPrice, (size, at) => {
        const spread = cost(size, at) - proceeds(size, at);
        return spread === 0n || spread === 1n;
      }),
    );
  });

  it('never costs less in parts than in one piece', () => {
    fc.assert(
      fc.property(anySize, anySize, anyPrice, (one, other, at) => {
        const whole = cost(shares(decimal(one + other)), at);
        return cost(one, at) + cost(other, at) >= whole;
      }),
    );
  });

  it('rounds a fraction of an amount down, so that no limit is stretched', () => {
    expect(fraction(usd('0.000009'), ratio('0.99'))).toBe(8n);
    expect(fraction(usd('10000'), ratio('0.02'))).toBe(usd('200'));
  });

  it('adds, and takes away no further than nothing', () => {
    expect(sum([usd('1'), usd('2.5')])).toBe(usd('3.5'));
    expect(sum([])).toBe(noUsd);
    expect(minusFloored(usd('3'), usd('1'))).toBe(usd('2'));
    expect(minusFloored(usd('1'), usd('3'))).toBe(noUsd);
  });

  it('divides upwards and floors to a step', () => {
    expect([divideUp(10n, 5n), divideUp(11n, 5n), divideUp(0n, 5n)]).toEqual([2n, 3n, 0n]);
    expect([floorTo(19_999n, 10_000n), floorTo(20_000n, 10_000n)]).toEqual([10_000n, 20_000n]);
  });
});
