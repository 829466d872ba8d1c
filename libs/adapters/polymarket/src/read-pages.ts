/** Reads a list the venue gives in pages: the whole of it, or nothing. */
import { IncompleteAnswerError } from '@sluice/ports';

export type PageOf<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string };

/**
 * Every row once, in the venue's order. Throws IncompleteAnswerError beyond 100 pages or when a cursor
 * leads back, and whatever `readPage` throws.
 */
export async function readPages<Row>(
  what: string,
  { readPage, nameOf }: PagedList<Row>,
): Promise<readonly Row[]> {
  return (await readOnce(what, { readPage, nameOf })).rows;
}

/**
 * The same for a list from which rows vanish while it is read: its cursors count rows, so a row that
 * goes pulls another one over the edge of a page, unseen. Several pages are therefore read until two
 * readings agree. Throws IncompleteAnswerError when they never do.
 */
export async function readSteadily<Row>(
  what: string,
  list: PagedList<Row>,
): Promise<readonly Row[]> {
  let last = await readOnce(what, list);
  for (let reading = 1; last.pages > 1; reading += 1) {
    if (reading >= READINGS_MAX) {
      throw new IncompleteAnswerError(`Could not list ${what}: it changed in ${reading} readings`);
    }
    const again = await readOnce(what, list);
    const names = new Set(last.rows.map(list.nameOf));
    const agree =
      names.size === again.rows.length && again.rows.every((row) => names.has(list.nameOf(row)));
    if (agree) return again.rows;
    last = again;
  }
  return last.rows;
}

export type PagedList<Row> = {
  readonly readPage: (cursor: string) => Promise<PageOf<Row>>;
  /** Tells rows apart: one that moved from page to page is still one. */
  readonly nameOf: (row: Row) => string;
};

export const FIRST_CURSOR = 'MA==';
export const LAST_CURSOR = 'LTE=';

async function readOnce<Row>(
  what: string,
  { readPage, nameOf }: PagedList<Row>,
): Promise<{ readonly rows: readonly Row[]; readonly pages: number }> {
  const rows = new Map<string, Row>();
  const asked = new Set<string>();
  let cursor = FIRST_CURSOR;
  while (cursor !== LAST_CURSOR && cursor !== '') {
    if (asked.has(cursor) || asked.size >= PAGES_MAX) {
      throw new IncompleteAnswerError(`Could not list ${what}: stopped at page ${asked.size}`);
    }
    asked.add(cursor);
    const page = await readPage(cursor);
    for (const row of page.rows) if (!rows.has(nameOf(row))) rows.set(nameOf(row), row);
    cursor = page.nextCursor;
  }
  return { rows: [...rows.values()], pages: asked.size };
}

const PAGES_MAX = 100;
const READINGS_MAX = 5;
