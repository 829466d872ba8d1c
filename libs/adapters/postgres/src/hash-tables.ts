/** A fingerprint of whole tables, to prove that two of them hold the same. */
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { quoteName } from './quote-name.js';

export type TablesHash = {
  /** Of all tables together: SHA-256 in hex. */
  readonly hash: string;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly hash: string }>>;
};

/** Every column of every row counts; the order of rows does not. */
export function hashTables(dataSource: DataSource, tables: readonly string[]): Promise<TablesHash> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    // How values are written as text must not depend on the session.
    await tx.query("set local timezone = 'UTC'; set local datestyle = 'ISO'");
    await tx.query("set local extra_float_digits = 1; set local bytea_output = 'hex'");
    const hashes: Record<string, { rows: number; hash: string }> = {};
    const whole = createHash('sha256');
    for (const table of [...tables].sort()) {
      const [row] = await tx.query<{ rows: string; hash: string }[]>(
        `select count(*) as rows,
           encode(sha256(coalesce(string_agg(hash, ''::bytea order by hash), ''::bytea)), 'hex') as hash
         from (select sha256(convert_to(t::text, 'UTF8')) as hash from ${quoteName(table)} t) r`,
      );
      const found = { rows: Number(row?.rows), hash: row?.hash ?? '' };
      hashes[table] = found;
      whole.update(`${table} ${found.rows} ${found.hash}\n`);
    }
    return { hash: whole.digest('hex'), tables: hashes };
  });
}
