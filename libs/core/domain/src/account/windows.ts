/** Which budget windows an instant falls into. */
import type { Period } from './rolling.js';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

type ZoneClock = {
  readonly formatter: Intl.DateTimeFormat;
  /** The quarter of an hour asked for last, and its day: no zone's midnight lies inside one. */
  quarter: number;
  dayKey: string;
};
const clocks = new Map<string, ZoneClock>();

/** "day/2026-11-22" as the clock on the wall of that zone says. Throws RangeError on no such zone. */
export function dayKeyOf(epochMs: number, timeZone: string): string {
  const clock = clockOf(timeZone);
  const quarter = Math.floor(epochMs / QUARTER_MS);
  if (clock.quarter !== quarter) {
    // Put together from its parts: how a locale writes a whole date changes between ICU versions.
    const parts = clock.formatter.formatToParts(epochMs);
    const part = (type: 'year' | 'month' | 'day'): string =>
      parts.find((candidate) => candidate.type === type)?.value ?? '';
    clock.dayKey = `day/${part('year')}-${part('month')}-${part('day')}`;
    clock.quarter = quarter;
  }
  return clock.dayKey;
}

/** The window of a period that a day lies in: "week/2026-W47", "month/2026-11", or the day itself. */
export function windowKeyOf(period: Period, dayKey: string): string {
  switch (period) {
    case 'day':
      return dayKey;
    case 'week':
      return windowsOf(dayKey).week;
    case 'month':
      return windowsOf(dayKey).month;
  }
}

/** The day asked for last: every decision asks for the same one. */
let last = { dayKey: '', week: '', month: '' };

function windowsOf(dayKey: string): { readonly week: string; readonly month: string } {
  if (last.dayKey !== dayKey) {
    const month = `month/${dayKey.slice('day/'.length, 'day/2026-11'.length)}`;
    last = { dayKey, week: weekKeyOf(dayKey), month };
  }
  return last;
}

/** ISO 8601: weeks begin on Monday, and belong to the year that has their Thursday. */
function weekKeyOf(dayKey: string): string {
  const midnight = Date.parse(`${dayKey.slice('day/'.length)}T00:00:00Z`);
  const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - sinceMonday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `week/${year}-W${String(week).padStart(2, '0')}`;
}

function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const clock = { formatter, quarter: Number.NaN, dayKey: '' };
  clocks.set(timeZone, clock);
  return clock;
}
