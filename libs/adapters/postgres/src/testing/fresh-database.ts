/** A database of its own for one spec file, gone afterwards. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type FreshDatabase = {
  /** Its URL, as administrator. */
  readonly url: string;
  /** Removes it, and whoever is still connected. */
  drop(): Promise<void>;
};

/** Needs the Postgres that `tests/global-setup.mjs` starts, or one named in the variable. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const adminUrl = process.env['SLUICE_TEST_POSTGRES_URL'];
  if (adminUrl === undefined) {
    throw new Error(
      'Tests on Postgres need SLUICE_TEST_POSTGRES_URL, which the Jest run sets by itself unless ' +
        'SLUICE_TEST_SERVERS is "off".',
    );
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asAdministrator(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
