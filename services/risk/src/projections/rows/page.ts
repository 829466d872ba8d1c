/** Long lists, newest first, a page at a time. */

/** More than so many rows are never given at once. */
export const PAGE_MAX = 200;

export type Paging = {
  /** Only what stands on the ledger before this position: the `before` of the last page. */
  readonly before?: string;
  /** At most {@link PAGE_MAX}, which is also the default. */
  readonly limit?: number;
};

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** Where the next page begins; undefined on the last. */
  readonly before: string | undefined;
};

/** Asks for one row more than the page holds, to know whether there is another page. */
export async function onePage<Row extends { readonly position: string }>(
  { before = POSITION_MAX, limit = PAGE_MAX }: Paging,
  read: (cut: { readonly before: string; readonly rowsMax: number }) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const size = Math.max(1, Math.min(limit, PAGE_MAX));
  const found = await read({ before, rowsMax: size + 1 });
  const rows = found.slice(0, size);
  return { rows, before: found.length > size ? rows.at(-1)?.position : undefined };
}

/** The largest bigint. */
const POSITION_MAX = '9223372036854775807';
