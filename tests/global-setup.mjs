/** Starts the servers a test run shares: one Postgres, in a directory of its own. */
import { transformFile } from '@swc/core';
import { chmod, mkdir, mkdtemp, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../deploy/local/src/servers');
const BUILT = join(import.meta.dirname, '../deploy/local/dist/servers');

/** Unit runs that need no servers say SLUICE_TEST_SERVERS=off; a given URL is used as it is. */
export default async function setUp() {
  if (process.env.SLUICE_TEST_SERVERS === 'off' || process.env.SLUICE_TEST_POSTGRES_URL) return;
  await buildLauncher();
  const { startPostgres } = await import(join(BUILT, 'postgres.js'));
  const directory = await mkdtemp(join(tmpdir(), 'sluice-tests-'));
  await chmod(directory, 0o755);
  const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), port: 0 });
  process.env.SLUICE_TEST_POSTGRES_URL = postgres.adminUrl;
  globalThis.sluiceTestServers = { postgres, directory };
}

/** Translates what changed since the last run; several runs may do so at once. */
async function buildLauncher() {
  await mkdir(BUILT, { recursive: true });
  const names = (await readdir(SOURCES)).filter((name) => /^postgres.*(?<!\.spec)\.ts$/.test(name));
  for (const name of names) {
    const source = join(SOURCES, name);
    const built = join(BUILT, name.replace(/\.ts$/, '.js'));
    const builtAt = await stat(built).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (builtAt >= (await stat(source)).mtimeMs) continue;
    const { code } = await transformFile(source, {
      swcrc: false,
      jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true } },
      module: { type: 'es6' },
    });
    await writeFile(`${built}.${process.pid}`, code);
    await rename(`${built}.${process.pid}`, built);
  }
}
