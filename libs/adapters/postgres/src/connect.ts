/** A service's connection to its own schema: waited for, migrated, and durable by default. */
import pg from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { said, type Log } from './log.js';
import { migrate, ownMigrations, type Migration } from './migrations.js';
import { isTransient, persist } from './transient.js';

export type ConnectingPostgres = {
  readonly url: string;
  /** The configuration variable the URL came from; errors name it, never the URL's password. */
  readonly urlVariable?: string;
  /** The service's schema: lower-case letters, digits, "_". Made when missing. */
  readonly schema: string;
  /** Acts as this role when the login is another. */
  readonly role?: string;
  readonly applicationName: string;
  /** At least 2: a projection holds one while it commits. */
  readonly poolMax: number;
  /** The service's own, besides the adapter's. */
  readonly migrations: readonly Migration[];
  readonly entities: MixedList<EntitySchema>;
  /** How long to wait for a Postgres that is not there yet. */
  readonly waitMs: number | 'forever';
  readonly log: Log;
};

/** The database cannot be used as configured; the message names the variable and what was found. */
export class PostgresConnectionError extends Error {
  override readonly name = 'PostgresConnectionError';
}

const CONNECT_MS = 5_000;
/** A process paused inside a transaction loses it, and its locks, after this. */
const IDLE_IN_TRANSACTION_MS = 30_000;
const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

export async function connectPostgres(connecting: ConnectingPostgres): Promise<DataSource> {
  const { url, schema, role, poolMax, log } = connecting;
  const variable = connecting.urlVariable ?? 'SLUICE_POSTGRES_URL';
  const where = withoutPassword(url, variable);
  for (const name of [schema, ...(role === undefined ? [] : [role])]) {
    if (!NAME.test(name)) throw new PostgresConnectionError(`"${name}" is no schema or role name`);
  }
  const settings = { search_path: schema, synchronous_commit: 'on', timezone: 'UTC' };
  const session = { ...settings, ...(role === undefined ? {} : { role }) };
  const extra = {
    options: Object.entries(session)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  };
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    applicationName: connecting.applicationName,
    poolSize: poolMax,
    entities: connecting.entities,
    migrations: [...ownMigrations, ...connecting.migrations],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    poolErrorHandler: (error: unknown) => {
      log.warn({ error: said(error) }, 'an idle connection to Postgres was lost');
    },
    extra,
  });
  const give = waiting(connecting.waitMs);
  const what = `connect to Postgres at ${where}`;
  try {
    await persist({ what, log, signal: give.signal }, async () => {
      await probe({
        connectionString: url,
        application_name: connecting.applicationName,
        ...extra,
      });
      if (!dataSource.isInitialized) await dataSource.initialize();
      await migrate(dataSource, schema, log);
    });
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy().catch(() => undefined);
    if (error instanceof PostgresConnectionError) throw error;
    throw new PostgresConnectionError(
      `The database in ${variable} (${where}) cannot be used: ${hintFor(error)}`,
      { cause: error },
    );
  } finally {
    give.clear();
  }
}

/** TypeORM leaves a broken pool behind when it cannot connect, so a plain connection goes first. */
async function probe(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withoutPassword(url: string, variable: string): string {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new PostgresConnectionError(
      `${variable} must look like postgres://user:password@host:port/database`,
    );
  }
  const { username, hostname, port, pathname } = new URL(url);
  return `${username}@${hostname}:${port || '5432'}${pathname}`;
}

function hintFor(error: unknown): string {
  const { code } = error as { readonly code?: string };
  const hints: Readonly<Record<string, string>> = {
    '28P01': 'user or password is wrong',
    '28000': 'this user may not log in from here',
    '3D000': 'there is no such database',
    '42501': 'a right is missing',
    '22023': 'the role does not exist, or may not be taken',
  };
  const hint = hints[code ?? ''] ?? (isTransient(error) ? 'it did not answer in time' : undefined);
  return hint === undefined ? said(error) : `${hint} (${said(error)})`;
}

function waiting(waitMs: number | 'forever'): { readonly signal: AbortSignal; clear(): void } {
  const giveUp = new AbortController();
  if (waitMs === 'forever') return { signal: giveUp.signal, clear: () => undefined };
  const timer = setTimeout(() => {
    giveUp.abort();
  }, waitMs);
  return {
    signal: giveUp.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
