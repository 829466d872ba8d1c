/** Which budget window an instant falls into. */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** "day/2026-11-22" as the clock on the wall of that zone says. Throws RangeError on no such zone. */
export function dayKeyOf(epochMs: number, timeZone: string): string {
  // Put together from its parts: how a locale writes a whole date changes between ICU versions.
  const parts = formatterOf(timeZone).formatToParts(epochMs);
  const part = (type: 'year' | 'month' | 'day'): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `day/${part('year')}-${part('month')}-${part('day')}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
