import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

const WORDS = ['max_spread_pct', 'max_drawdown_pct', 'time_zone'] as const;

describe('the nearest known word', () => {
  it.each([
    ['max_spred_pct', 'max_spread_pct'],
    ['maxDrawdownPct', 'max_drawdown_pct'],
    ['MAX-DRAWDOWN-PCT', 'max_drawdown_pct'],
    ['timezone', 'time_zone'],
    ['', 'time_zone'],
  ])('of %p is %s', (typed, word) => {
    expect(nearest(typed, WORDS)).toBe(word);
  });

  it('is found at once, however long the other is', () => {
    expect(nearest('x'.repeat(1_000_000), WORDS)).toBeDefined();
  });
});
