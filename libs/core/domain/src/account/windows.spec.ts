import { describe, expect, it } from '@jest/globals';
import { dayKeyOf, windowKeyOf } from './windows.js';

const at = (instant: string, zone: string) => dayKeyOf(Date.parse(instant), zone);

describe('the day of a budget', () => {
  it.each([
    ['UTC', '2026-11-23T00:00:00Z', 'day/2026-11-22', 'day/2026-11-23'],
    ['UTC', '2027-01-01T00:00:00Z', 'day/2026-12-31', 'day/2027-01-01'],
    ['America/New_York', '2026-11-23T05:00:00Z', 'day/2026-11-22', 'day/2026-11-23'],
    ['America/New_York', '2026-07-01T04:00:00Z', 'day/2026-06-30', 'day/2026-07-01'],
    ['America/New_York', '2027-01-01T05:00:00Z', 'day/2026-12-31', 'day/2027-01-01'],
    ['Asia/Kolkata', '2026-11-21T18:30:00Z', 'day/2026-11-21', 'day/2026-11-22'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', 'day/2026-11-21', 'day/2026-11-22'],
    ['Asia/Tokyo', '2026-11-22T15:00:00Z', 'day/2026-11-22', 'day/2026-11-23'],
  ])('ends at midnight in %s, which is %s', (zone, midnight, before, after) => {
    const ms = Date.parse(midnight);
    expect(dayKeyOf(ms - 1, zone)).toBe(before);
    expect(dayKeyOf(ms, zone)).toBe(after);
    // Whatever was asked before.
    expect(dayKeyOf(ms - 1, zone)).toBe(before);
  });

  it('lasts 23 hours when the clocks go forward', () => {
    const zone = 'America/New_York';
    expect(at('2026-03-08T04:59:59.999Z', zone)).toBe('day/2026-03-07');
    expect(at('2026-03-08T05:00:00.000Z', zone)).toBe('day/2026-03-08');
    expect(at('2026-03-09T03:59:59.999Z', zone)).toBe('day/2026-03-08');
    expect(at('2026-03-09T04:00:00.000Z', zone)).toBe('day/2026-03-09');
  });

  it('lasts 25 hours when the clocks go back', () => {
    const zone = 'America/New_York';
    expect(at('2026-11-01T03:59:59.999Z', zone)).toBe('day/2026-10-31');
    expect(at('2026-11-01T04:00:00.000Z', zone)).toBe('day/2026-11-01');
    expect(at('2026-11-02T04:59:59.999Z', zone)).toBe('day/2026-11-01');
    expect(at('2026-11-02T05:00:00.000Z', zone)).toBe('day/2026-11-02');
  });

  it('is told for several zones at the same instant', () => {
    const instant = '2026-11-22T20:00:00.000Z';
    const days = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Asia/Kolkata', 'UTC'].map((zone) =>
      at(instant, zone),
    );
    const [today, tomorrow] = ['day/2026-11-22', 'day/2026-11-23'];
    expect(days).toEqual([today, tomorrow, today, tomorrow, today]);
  });

  it('does not exist in a zone that does not', () => {
    expect(() => at('2026-11-22T12:00:00.000Z', 'Atlantis/Capital')).toThrow(RangeError);
  });
});

describe('the window of a day', () => {
  it.each([
    ['day/2026-11-22', 'week/2026-W47', 'month/2026-11'],
    ['day/2026-11-23', 'week/2026-W48', 'month/2026-11'],
    ['day/2026-01-01', 'week/2026-W01', 'month/2026-01'],
    ['day/2026-03-01', 'week/2026-W09', 'month/2026-03'],
    ['day/2026-12-28', 'week/2026-W53', 'month/2026-12'],
    ['day/2026-12-31', 'week/2026-W53', 'month/2026-12'],
    ['day/2027-01-01', 'week/2026-W53', 'month/2027-01'],
    ['day/2027-01-03', 'week/2026-W53', 'month/2027-01'],
    ['day/2027-01-04', 'week/2027-W01', 'month/2027-01'],
    ['day/2024-12-29', 'week/2024-W52', 'month/2024-12'],
    ['day/2024-12-30', 'week/2025-W01', 'month/2024-12'],
    ['day/2024-02-29', 'week/2024-W09', 'month/2024-02'],
  ])('%s is %s and %s', (day, week, month) => {
    expect(windowKeyOf('day', day)).toBe(day);
    expect(windowKeyOf('week', day)).toBe(week);
    expect(windowKeyOf('month', day)).toBe(month);
    expect(windowKeyOf('week', day)).toBe(week);
  });

  it.each(['23', '24', '25', '26', '27', '28', '29'])(
    'of a week begins on Monday and ends on Sunday: November %s',
    (day) => {
      expect(windowKeyOf('week', `day/2026-11-${day}`)).toBe('week/2026-W48');
    },
  );
});
