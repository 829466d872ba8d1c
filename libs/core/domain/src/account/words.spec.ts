import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../money.js';
import { dollars, INFINITE, percent, things } from './words.js';

describe('dollars', () => {
  it.each([
    ['0', '$0.00'],
    ['12.4', '$12.40'],
    ['250', '$250.00'],
    ['0.000001', '$0.000001'],
    ['200.105', '$200.105'],
    ['-4.5', '-$4.50'],
  ])('have cents, and more places only when they matter: %s is %s', (amount, words) => {
    expect(dollars(usd(amount))).toBe(words);
  });
});

describe('a fraction', () => {
  it.each([
    ['0.07', '7 %'],
    ['0.1234', '12.34 %'],
    ['0.000001', '0.0001 %'],
    ['999999', '99999900 %'],
  ])('of %s is %s', (fraction, words) => {
    expect(percent(ratio(fraction))).toBe(words);
  });

  it('without end is called so', () => {
    expect(INFINITE).toBe(ratio('1000000'));
    expect(percent(INFINITE)).toBe('infinite');
    expect(percent(INFINITE + 1n)).toBe('infinite');
    expect(percent(INFINITE - 1n)).toBe('99999999.9999 %');
  });
});

describe('a count', () => {
  it.each([
    [0n, '0 trades'],
    [1n, '1 trade'],
    [2n, '2 trades'],
  ])('of %d is %s', (count, words) => {
    expect(things(count, 'trade')).toBe(words);
  });

  it('has its own plural where it needs one', () => {
    expect(things(1n, 'loss', 'losses')).toBe('1 loss');
    expect(things(3n, 'loss', 'losses')).toBe('3 losses');
  });
});
