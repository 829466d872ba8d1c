/** Finds a nats-server new enough to hold the ledger, or fetches one without root. */
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { unpackFromDebian } from './nats-debian.js';
import { unpackFromRelease } from './nats-release.js';
import { isAtLeast, NATS_SERVER_VERSION_MIN, versionOf } from './nats-version.js';

export type NatsBinary = {
  readonly path: string;
  readonly version: string;
  readonly from: 'SLUICE_NATS_SERVER' | 'PATH' | 'cache' | 'debian' | 'release';
};

/** Puts an unpacked nats-server somewhere below `directory` and answers its path. */
export type Fetcher = (directory: string) => Promise<string>;

export type FindingNats = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly fetchers?: readonly { readonly from: 'debian' | 'release'; readonly fetch: Fetcher }[];
  /** Told when something is fetched, since that takes seconds. */
  readonly onProgress?: (sentence: string) => void;
};

/** No nats-server could be found or fetched; the message says what was tried and what to do. */
export class NatsServerMissingError extends Error {
  override readonly name = 'NatsServerMissingError';
}

/**
 * In order: the one named by SLUICE_NATS_SERVER, PATH, our cache, the machine's Debian mirror, the
 * official release. @throws NatsServerMissingError
 */
export async function findNatsServer(finding: FindingNats = {}): Promise<NatsBinary> {
  const env = finding.env ?? process.env;
  const named = env['SLUICE_NATS_SERVER'];
  if (named !== undefined && named !== '') return namedServer(named);

  const onPath = await newest(
    (env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'nats-server')),
  );
  if (onPath !== undefined) return { ...onPath, from: 'PATH' };

  const cache = env['SLUICE_CACHE_DIR'] ?? join(homedir(), '.cache', 'sluice');
  const cached = await newest(await cachedServers(cache));
  if (cached !== undefined) return { ...cached, from: 'cache' };

  return fetched(cache, finding);
}

async function namedServer(path: string): Promise<NatsBinary> {
  const version = await versionOf(path);
  if (version !== undefined && isAtLeast(version, NATS_SERVER_VERSION_MIN)) {
    return { path, version, from: 'SLUICE_NATS_SERVER' };
  }
  throw new NatsServerMissingError(
    `SLUICE_NATS_SERVER names ${path}, which ${version === undefined ? 'is not a nats-server that runs here' : `is version ${version}`}; ` +
      `${NATS_SERVER_VERSION_MIN} or newer is needed. Point it at a newer one, or unset it to have one fetched.`,
  );
}

async function newest(
  paths: readonly string[],
): Promise<{ readonly path: string; readonly version: string } | undefined> {
  let best: { readonly path: string; readonly version: string } | undefined;
  for (const path of paths) {
    const version = await versionOf(path);
    if (version === undefined || !isAtLeast(version, NATS_SERVER_VERSION_MIN)) continue;
    if (best === undefined || isAtLeast(version, best.version)) best = { path, version };
  }
  return best;
}

async function cachedServers(cache: string): Promise<readonly string[]> {
  const names = await readdir(cache).catch(() => []);
  return names
    .filter((name) => name.startsWith('nats-server-'))
    .map((name) => join(cache, name, 'nats-server'));
}

async function fetched(cache: string, finding: FindingNats): Promise<NatsBinary> {
  const fetchers = finding.fetchers ?? [
    { from: 'debian' as const, fetch: unpackFromDebian },
    { from: 'release' as const, fetch: unpackFromRelease },
  ];
  await mkdir(cache, { recursive: true });
  const reasons: string[] = [];
  for (const { from, fetch } of fetchers) {
    const workshop = await mkdtemp(join(cache, '.fetching-'));
    try {
      finding.onProgress?.(`fetching nats-server (${from})`);
      const unpacked = await fetch(workshop);
      return { ...(await keep(unpacked, workshop, cache)), from };
    } catch (error) {
      reasons.push(`${from}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  }
  throw new NatsServerMissingError(
    `No nats-server ${NATS_SERVER_VERSION_MIN} or newer on this machine, and none could be fetched. ` +
      `Install one, or set SLUICE_NATS_SERVER to its path. Tried:\n  ${reasons.join('\n  ')}`,
  );
}

/** One rename makes it visible, so two starters at once never see half a server. */
async function keep(
  unpacked: string,
  workshop: string,
  cache: string,
): Promise<{ readonly path: string; readonly version: string }> {
  const version = await versionOf(unpacked);
  if (version === undefined) throw new Error(`${unpacked} does not run on this machine`);
  if (!isAtLeast(version, NATS_SERVER_VERSION_MIN)) throw new Error(`offers only ${version}`);

  const shelf = join(workshop, 'shelf');
  await mkdir(shelf);
  await rename(unpacked, join(shelf, 'nats-server'));
  const home = join(cache, `nats-server-${version}`);
  await rename(shelf, home).catch(async (error: unknown) => {
    if ((await versionOf(join(home, 'nats-server'))) === undefined) throw error;
  });
  return { path: join(home, 'nats-server'), version };
}
