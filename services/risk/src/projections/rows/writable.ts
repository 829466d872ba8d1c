/** Text that Postgres takes: what people and senders write may hold what it does not store. */

/** No NUL and no half of a surrogate pair. */
export const writable = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');

/** As JSON, for a jsonb column. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? writable(inner) : inner,
  );

/** A row with every text of it writable. */
export const writableRow = <Row extends object>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? writable(value) : value,
    ]),
  ) as Row;
