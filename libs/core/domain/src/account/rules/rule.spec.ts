import { describe, expect, it } from '@jest/globals';
import { atLeast, atMost, below, off } from './rule.js';

const measured = (value: bigint, limit: bigint) =>
  ({
    code: 'exposure_exceeded',
    unit: 'usd',
    value,
    limit,
    detail: 'exposure',
    refusal: () => `${value} exposed, and ${limit} allowed`,
  }) as const;

describe('a rule that allows at most its limit', () => {
  it.each([
    { value: 7n, limit: 10n, margin: 3n, passed: true, near: false },
    { value: 8n, limit: 10n, margin: 2n, passed: true, near: true },
    { value: 10n, limit: 10n, margin: 0n, passed: true, near: true },
    { value: 11n, limit: 10n, margin: -1n, passed: false, near: true },
    { value: 0n, limit: 0n, margin: 0n, passed: true, near: true },
    { value: 1n, limit: 0n, margin: -1n, passed: false, near: true },
  ])('leaves $margin of $limit at $value: passed $passed, near $near', (expected) => {
    const { value, limit } = expected;
    const detail = expected.passed ? 'exposure' : `${value} exposed, and ${limit} allowed`;
    expect(atMost(measured(value, limit))).toStrictEqual({
      ...{ code: 'exposure_exceeded', unit: 'usd', detail },
      ...expected,
    });
  });
});

describe('a rule that allows less than its limit', () => {
  it.each([
    { value: 7n, limit: 10n, margin: 3n, passed: true, near: false },
    { value: 8n, limit: 10n, margin: 2n, passed: true, near: true },
    { value: 9n, limit: 10n, margin: 1n, passed: true, near: true },
    { value: 10n, limit: 10n, margin: 0n, passed: false, near: true },
    { value: 11n, limit: 10n, margin: -1n, passed: false, near: true },
    { value: 0n, limit: 0n, margin: 0n, passed: false, near: true },
  ])('leaves $margin of $limit at $value: passed $passed, near $near', (expected) => {
    const { value, limit } = expected;
    const detail = expected.passed ? 'exposure' : `${value} exposed, and ${limit} allowed`;
    expect(below(measured(value, limit))).toStrictEqual({
      ...{ code: 'exposure_exceeded', unit: 'usd', detail },
      ...expected,
    });
  });
});

describe('a rule that asks for at least its limit', () => {
  it.each([
    { value: 126n, limit: 100n, margin: 26n, passed: true, near: false },
    { value: 125n, limit: 100n, margin: 25n, passed: true, near: true },
    { value: 100n, limit: 100n, margin: 0n, passed: true, near: true },
    { value: 99n, limit: 100n, margin: -1n, passed: false, near: true },
    { value: 1n, limit: 0n, margin: 1n, passed: true, near: false },
  ])('is $margin beyond $limit at $value: passed $passed, near $near', (expected) => {
    const { value, limit } = expected;
    const detail = expected.passed ? 'exposure' : `${value} exposed, and ${limit} allowed`;
    expect(atLeast(measured(value, limit))).toStrictEqual({
      ...{ code: 'exposure_exceeded', unit: 'usd', detail },
      ...expected,
    });
  });
});

describe('a rule that is off', () => {
  it('passes without a limit, a margin or a warning', () => {
    expect(off('spread_exceeded', 'ratio', 'no limit set')).toStrictEqual({
      code: 'spread_exceeded',
      unit: 'ratio',
      value: 0n,
      limit: undefined,
      passed: true,
      near: false,
      detail: 'no limit set',
    });
  });
});
