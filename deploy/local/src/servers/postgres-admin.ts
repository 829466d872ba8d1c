/** What the launcher does as the database's administrator: databases, roles, schemas. */
import pg from 'pg';

export type PostgresAdmin = {
  /** Makes the database if it is missing and returns the administrator's URL of it. */
  createDatabase(name: string): Promise<string>;
  /** Makes or updates one service's login and its own schema; returns the service's URL. */
  ensureRole(service: ServiceRole): Promise<string>;
};

export type ServiceRole = {
  readonly role: string;
  readonly password: string;
  readonly schema: string;
  readonly database: string;
};

export function postgresAdmin(adminUrl: string): PostgresAdmin {
  const { port, password } = new URL(adminUrl);
  return {
    createDatabase: async (name) => {
      await administer(adminUrl, async (client) => {
        const found = await client.query('select 1 from pg_database where datname = $1', [name]);
        if (found.rowCount === 0)
          await client.query(`create database ${pg.escapeIdentifier(name)}`);
        await client.query(`revoke all on database ${pg.escapeIdentifier(name)} from public`);
      });
      const admin = { user: 'postgres', password: decodeURIComponent(password) };
      return urlOf({ ...admin, port: Number(port), database: name });
    },
    ensureRole: async ({ role, password: rolePassword, schema, database }) => {
      const [user, own, home] = [role, schema, database].map((name) => pg.escapeIdentifier(name));
      const databaseUrl = new URL(adminUrl);
      databaseUrl.pathname = `/${encodeURIComponent(database)}`;
      await administer(databaseUrl.href, async (client) => {
        const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
        const verb = found.rowCount === 0 ? 'create' : 'alter';
        const secret = pg.escapeLiteral(rolePassword);
        await client.query(`${verb} role ${user} with login nosuperuser password ${secret}`);
        await client.query(`grant connect, temporary on database ${home} to ${user}`);
        await client.query(`create schema if not exists ${own} authorization ${user}`);
        await client.query(`revoke all on schema public from public`);
        await client.query(`alter role ${user} in database ${home} set search_path = ${own}`);
      });
      return urlOf({ port: Number(port), user: role, password: rolePassword, database });
    },
  };
}

export function urlOf(to: {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}): string {
  const [user, password, database] = [to.user, to.password, to.database].map(encodeURIComponent);
  return `postgres://${user}:${password}@127.0.0.1:${to.port}/${database}`;
}

async function administer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'sluice-launcher' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
