import { describe, expect, it } from '@jest/globals';
import { ratio, usd } from '../money.js';
import { sentenceFor } from './sentence.js';
import type { Check } from './vocabulary.js';

const failed = (check: Partial<Check>): Check => ({
  code: 'position_too_large',
  unit: 'usd',
  value: usd('250.5'),
  limit: usd('200'),
  passed: false,
  near: true,
  detail: 'size of this order',
  ...check,
});

describe('the sentence of a refusal', () => {
  it('says what is wrong, with dollars and cents', () => {
    expect(sentenceFor(failed({}))).toBe(
      'Refused: the position would be too large (size of this order: $250.50 against a limit of $200.00).',
    );
  });

  it('shows more places of a dollar only when they matter', () => {
    expect(sentenceFor(failed({ value: usd('200.000001') }))).toContain(
      '$200.000001 against a limit of $200.00',
    );
  });

  it('writes fractions as percent', () => {
    const spread = failed({
      code: 'spread_exceeded',
      unit: 'ratio',
      value: ratio('0.1234'),
      limit: ratio('0.05'),
      detail: 'spread',
    });
    expect(sentenceFor(spread)).toBe(
      'Refused: the spread is too wide (spread: 12.34 % against a limit of 5 %).',
    );
  });

  it('counts what is counted', () => {
    const many = failed({
      code: 'too_many_positions',
      unit: 'count',
      value: 21n,
      limit: 20n,
      detail: 'positions with this one',
    });
    expect(sentenceFor(many)).toBe(
      'Refused: too many positions are open or pending (positions with this one: 21 against a limit of 20).',
    );
  });

  it('names milliseconds', () => {
    const stale = failed({ code: 'stale_signal', unit: 'ms', value: 40_000n, limit: 30_000n });
    expect(sentenceFor(stale)).toContain('40000 ms against a limit of 30000 ms');
  });

  it('has words alone where there are no numbers', () => {
    const killed = failed({
      code: 'killed',
      unit: 'none',
      value: 0n,
      limit: undefined,
      detail: 'killed by ana: the feed is wrong',
    });
    expect(sentenceFor(killed)).toBe(
      'Refused: trading on this account is killed (killed by ana: the feed is wrong).',
    );
  });
});
