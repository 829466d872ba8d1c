/** The days of a budget window's week and month, such as "day/2026-11-22". */

const DAY_MS = 86_400_000;

/** Monday to Sunday. */
export function weekOf(dayKey: string): readonly string[] {
  const day = midnight(dayKey);
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return daysFrom(day - sinceMonday * DAY_MS, 7);
}

export function monthOf(dayKey: string): readonly string[] {
  const date = new Date(midnight(dayKey));
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return daysFrom(Date.UTC(year, month, 1), days);
}

/** A calendar day has no zone: it is counted in UTC wherever its clock stood. */
const midnight = (dayKey: string): number => Date.parse(`${dayKey.slice('day/'.length)}T00:00:00Z`);

const daysFrom = (first: number, count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `day/${new Date(first + index * DAY_MS).toISOString().slice(0, 10)}`,
  );
