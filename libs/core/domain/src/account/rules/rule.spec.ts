import { describe, expect, it } from '@jest/globals';
import { atMost, off } from './rule.js';

const measured = (value: bigint, limit: bigint) =>
  atMost({ code: 'exposure_exceeded', unit: 'usd', value, limit, detail: 'exposure' });

describe('a rule’s verdict', () => {
  it('passes at the limit and fails above it', () => {
    expect(measured(10n, 10n).passed).toBe(true);
    expect(measured(11n, 10n).passed).toBe(false);
  });

  it('is near from 80 % of the limit on', () => {
    expect(measured(7n, 10n).near).toBe(false);
    expect(measured(8n, 10n).near).toBe(true);
  });

  it('carries its numbers and says what they measure', () => {
    expect(measured(3n, 10n)).toEqual({
      code: 'exposure_exceeded',
      unit: 'usd',
      value: 3n,
      limit: 10n,
      passed: true,
      near: false,
      detail: 'exposure',
    });
  });

  it('passes without a limit when the rule is off', () => {
    expect(off('spread_exceeded', 'ratio', 'no limit set')).toMatchObject({
      limit: undefined,
      passed: true,
      near: false,
      detail: 'no limit set',
    });
  });
});
