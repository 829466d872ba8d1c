import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectPostgres, PostgresConnectionError } from './connect.js';
import { silent } from './log.js';
import { connectTo } from './testing/service-database.js';
import { freshDatabase, type FreshDatabase } from './testing/fresh-database.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const connecting = (url: string): Parameters<typeof connectPostgres>[0] => ({
  ...{ url, schema: 'other', applicationName: 'spec', poolMax: 2, migrations: [], entities: [] },
  ...{ waitMs: 200, log: silent, urlVariable: 'RISK_DATABASE_URL' },
});

describe('connecting to Postgres', () => {
  it('migrates once when two instances start at the same time', async () => {
    const [one, other] = await Promise.all([connectTo(database.url), connectTo(database.url)]);
    const names: unknown = await one.query('select name from service.migrations order by name');
    expect(names).toEqual([
      { name: 'CreateAdminCalls1767225600002' },
      { name: 'CreateProgress1767225600000' },
      { name: 'CreateSeen1767225600001' },
    ]);
    await Promise.all([one.destroy(), other.destroy()]);
  });

  it('works in its own schema, durably', async () => {
    const dataSource = await connectPostgres(connecting(database.url));
    const [row] = await dataSource.query<readonly unknown[]>(
      `select current_schema() as schema, current_setting('synchronous_commit') as durable,
              current_setting('application_name') as application`,
    );
    expect(row).toEqual({ schema: 'other', durable: 'on', application: 'spec' });
    await dataSource.destroy();
  });

  it('acts as the role it is given', async () => {
    const admin = await connectPostgres(connecting(database.url));
    await admin.query(`create role spec_reader; grant all on schema other to spec_reader;
      grant all on all tables in schema other to spec_reader`);
    const dataSource = await connectPostgres({ ...connecting(database.url), role: 'spec_reader' });
    expect(await dataSource.query('select current_user')).toEqual([
      { current_user: 'spec_reader' },
    ]);
    await dataSource.destroy();
    await admin.query('drop owned by spec_reader; drop role spec_reader');
    await admin.destroy();
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => (url.password = 'wrong-secret'),
      /user or password is wrong/,
    ],
    ['no such database', (url: URL) => (url.pathname = '/nowhere'), /no such database/],
    ['nobody listening', (url: URL) => (url.port = '1'), /did not answer in time/],
  ])('names the variable and hides the password: %s', async (_, spoil, expected) => {
    const url = new URL(database.url);
    const secret = url.password;
    spoil(url);
    const error: unknown = await connectPostgres(connecting(url.href)).catch((e: unknown) => e);
    const { message } = error as PostgresConnectionError;
    expect(error).toBeInstanceOf(PostgresConnectionError);
    expect(message).toMatch(expected);
    expect(message).toContain('RISK_DATABASE_URL');
    expect(message).not.toContain(secret);
    expect(message).not.toContain('wrong-secret');
  });

  it('refuses what is no URL without repeating it', async () => {
    const attempt = connectPostgres(connecting('hunter2@somewhere'));
    await expect(attempt).rejects.toThrow(/RISK_DATABASE_URL must look like/);
    await expect(connectPostgres(connecting('hunter2@x'))).rejects.not.toThrow(/hunter2/);
  });
});
