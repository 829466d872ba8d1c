import { describe, expect, it } from '@jest/globals';
import { dayKeyOf } from './windows.js';

const at = (instant: string, zone: string) => dayKeyOf(Date.parse(instant), zone);

describe('the day of a budget', () => {
  it('ends at midnight in UTC', () => {
    expect(at('2026-11-22T23:59:59.999Z', 'UTC')).toBe('day/2026-11-22');
    expect(at('2026-11-23T00:00:00.000Z', 'UTC')).toBe('day/2026-11-23');
  });

  it('ends at midnight in its own zone', () => {
    expect(at('2026-11-23T04:59:59.999Z', 'America/New_York')).toBe('day/2026-11-22');
    expect(at('2026-11-23T05:00:00.000Z', 'America/New_York')).toBe('day/2026-11-23');
    expect(at('2026-11-22T14:59:59.999Z', 'Asia/Tokyo')).toBe('day/2026-11-22');
    expect(at('2026-11-22T15:00:00.000Z', 'Asia/Tokyo')).toBe('day/2026-11-23');
  });

  it('follows the zone’s summer time', () => {
    expect(at('2026-07-01T03:59:59.999Z', 'America/New_York')).toBe('day/2026-06-30');
    expect(at('2026-07-01T04:00:00.000Z', 'America/New_York')).toBe('day/2026-07-01');
  });

  it('turns the year', () => {
    expect(at('2026-12-31T23:59:59.999Z', 'UTC')).toBe('day/2026-12-31');
    expect(at('2027-01-01T00:00:00.000Z', 'UTC')).toBe('day/2027-01-01');
  });

  it('does not exist in a zone that does not', () => {
    expect(() => at('2026-11-22T12:00:00.000Z', 'Atlantis/Capital')).toThrow(RangeError);
  });
});
