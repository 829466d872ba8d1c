/** The database of a local Sluice: one Postgres on this machine, started and stopped with it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresAdmin, urlOf, type PostgresAdmin } from './postgres-admin.js';
import { preparePostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { endPreviousPostgres } from './postgres-previous.js';
import { PostgresStartError, runPostgres, runToEnd } from './postgres-process.js';
import { chownTree, refuseUnreachable, userForPostgres, type RunAs } from './postgres-user.js';

export type StartingPostgres = {
  /** Made when missing. Holds the cluster, its password and the launcher's notes; mode 700. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Receives the server's own log, line by line. */
  readonly log?: (line: string) => void;
};

export type LocalPostgres = PostgresAdmin & {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The superuser's URL, with the password: never to be logged. */
  readonly adminUrl: string;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Fast shutdown: connections are closed, everything is written, the process is gone. */
  stop(): Promise<void>;
  /** Ends the server as a power cut would; for crash tests. */
  kill9(): Promise<void>;
};

const START_ATTEMPTS = 5;
const START_AGAIN_MS = 300;
const HOST = '127.0.0.1';

/**
 * Starts Postgres on 127.0.0.1 and returns when it answers. An existing data directory is continued,
 * also after a crash. Throws {@link PostgresStartError} with the server's last words.
 */
export async function startPostgres(starting: StartingPostgres): Promise<LocalPostgres> {
  const dataDir = resolve(starting.dataDir);
  const runAs = await userForPostgres(dataDir);
  await prepareDataDir(dataDir, runAs);
  const binaries = await preparePostgresBinaries(join(dataDir, 'runtime'), runAs);
  const cluster = join(dataDir, 'cluster');
  const password = await ensureCluster(dataDir, cluster, binaries, runAs);
  await endPreviousPostgres(cluster);
  for (let attempt = 1; ; attempt += 1) {
    const port = starting.port === 0 ? await freePort() : starting.port;
    const adminUrl = urlOf({ port, user: 'postgres', password, database: 'postgres' });
    try {
      const running = await runPostgres({ ...starting, cluster, port, adminUrl, binaries, runAs });
      return { ...running, ...postgresAdmin(adminUrl), host: HOST, port, adminUrl };
    } catch (error) {
      if (attempt === START_ATTEMPTS || !isWorthAnotherTry(error, starting.port)) throw error;
      await sleep(START_AGAIN_MS);
    }
  }
}

/** A free port may be taken before we bind it, and a killed server's children take a moment to go. */
function isWorthAnotherTry(error: unknown, wantedPort: number): boolean {
  if (!(error instanceof PostgresStartError)) return false;
  return error.reason === 'still_ending' || (error.reason === 'port_taken' && wantedPort === 0);
}

async function prepareDataDir(dataDir: string, runAs: RunAs | undefined): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if (runAs !== undefined) {
    await refuseUnreachable(dataDir, runAs);
    await chown(dataDir, runAs.uid, runAs.gid);
  }
  await chmod(dataDir, 0o700);
}

/** Makes the cluster aside and renames it into place, so a half-made one is never continued. */
async function ensureCluster(
  dataDir: string,
  cluster: string,
  binaries: PostgresBinaries,
  runAs: RunAs | undefined,
): Promise<string> {
  const passwordFile = join(dataDir, 'password');
  if (await exists(join(cluster, 'PG_VERSION'))) {
    if (runAs !== undefined) await chownTree(cluster, runAs);
    return readPassword(passwordFile);
  }
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (runAs !== undefined) await chown(passwordFile, runAs.uid, runAs.gid);
  await runToEnd(
    binaries.initdb,
    [
      ...['-D', unfinished, '-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256'],
      // Sorted by code point on every machine, whatever its locales.
      ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      '--no-instructions',
    ],
    { binaries, runAs, cwd: dataDir },
  );
  await rename(unfinished, cluster);
  return readPassword(passwordFile);
}

async function readPassword(passwordFile: string): Promise<string> {
  try {
    return (await readFile(passwordFile, 'utf8')).trim();
  } catch (cause) {
    throw new PostgresStartError(
      'unusable',
      `Postgres cannot be used: its password could not be read from ${passwordFile}. ` +
        'Restore that file, or start with an empty data directory.',
      { cause },
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
