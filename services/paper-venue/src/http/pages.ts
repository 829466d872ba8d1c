/** The venue's pages: a cursor is the offset in base64, and one that says "no more". */

const PAGE_ROWS_MAX = 100;
const END_CURSOR = 'LTE=';

export const page = <T>(rows: readonly T[], query: URLSearchParams) => {
  const offset = offsetOf(query.get('next_cursor'));
  const data = rows.slice(offset, offset + PAGE_ROWS_MAX);
  const next = offset + data.length;
  const next_cursor =
    next < rows.length && data.length > 0
      ? Buffer.from(next.toString()).toString('base64')
      : END_CURSOR;
  return { limit: PAGE_ROWS_MAX, count: data.length, next_cursor, data };
};

const offsetOf = (cursor: string | null): number => {
  if (cursor === null || cursor === '') return 0;
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  if (text === '-1') return Number.MAX_SAFE_INTEGER;
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
};
