/** When the budget window that a time lies in ends. */
import { account } from '@sluice/domain';

export type Period = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;
/** Rolling windows are as long as this. */
export const PERIOD_MS: Readonly<Record<Period, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

const QUARTER_MS = 900_000;
/** No calendar window is longer: a month of 31 days, and clocks that are set back. */
const LONGEST_MS: Readonly<Record<Period, number>> = {
  day: DAY_MS + 12 * QUARTER_MS,
  week: 7 * DAY_MS + 12 * QUARTER_MS,
  month: 31 * DAY_MS + 12 * QUARTER_MS,
};

/** The first quarter of an hour of the next window: no zone's midnight lies inside one. */
export function windowEnd(period: Period, atMs: number, timeZone: string): number {
  const keyOf = (ms: number): string => account.windowKeyOf(period, account.dayKeyOf(ms, timeZone));
  const now = keyOf(atMs);
  let inside = Math.floor(atMs / QUARTER_MS);
  let outside = inside + LONGEST_MS[period] / QUARTER_MS;
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (keyOf(middle * QUARTER_MS) === now) inside = middle;
    else outside = middle;
  }
  return outside * QUARTER_MS;
}
