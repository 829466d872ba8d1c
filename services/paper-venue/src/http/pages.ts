/** The venue's pages: a cursor is the offset in base64, and one that says "no more". */

const PAGE_ROWS_MAX = 100;
const END_CURSOR = 'LTE=';

export const page = <T>(rows: readonly T[], query: URLSearchParams) => {
  const offset = offsetOf(query.get('next_cursor'));
  const data = rows.slice(offset, offset + PAGE_ROWS_MAX);
  const next = offset + data.length;
  const next_cursor = next < rows.length && data.length > 0 ? cursorAt(next) : END_CURSOR;
  return { limit: PAGE_ROWS_MAX, count: data.length, next_cursor, data };
};

const KEYSET_ROWS_MAX = 100;
const ROWS_MAX = 500;

/** Gamma's and the Data API's limit and offset. */
export const sliced = <T>(rows: readonly T[], query: URLSearchParams): readonly T[] => {
  const offset = wholeNumber(query.get('offset'), 0);
  return rows.slice(offset, offset + Math.min(wholeNumber(query.get('limit'), ROWS_MAX), ROWS_MAX));
};

/** Gamma's pages by cursor: rows under their own name, and where the next page begins, if any. */
export const keyset = <T>(name: string, rows: readonly T[], query: URLSearchParams) => {
  const offset = offsetOf(query.get('after_cursor'));
  const limit = Math.min(wholeNumber(query.get('limit'), KEYSET_ROWS_MAX), KEYSET_ROWS_MAX);
  const next = offset + limit;
  return {
    [name]: rows.slice(offset, next),
    ...(next < rows.length ? { next_cursor: cursorAt(next) } : {}),
  };
};

export const cursorAt = (offset: number): string =>
  Buffer.from(offset.toString()).toString('base64');

const wholeNumber = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

export const offsetOf = (cursor: string | null): number => {
  if (cursor === null || cursor === '') return 0;
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  if (text === '-1') return Number.MAX_SAFE_INTEGER;
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
};
