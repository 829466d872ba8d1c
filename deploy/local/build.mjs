/** Builds everything that is not built yet, and is heard only when that fails. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const STAMP = join(root, 'node_modules', '.cache', 'sluice', 'built');
const SKIPPED = new Set(['dist', 'gen', 'node_modules']);

// Asking Nx costs seconds at each start; the sources' own times say as well that nothing changed.
if (!isBuilt()) build();

function isBuilt() {
  if (!existsSync(STAMP)) return false;
  const builtMs = statSync(STAMP).mtimeMs;
  const places = ['libs', 'services', 'deploy/local', 'proto', 'package-lock.json', '.swcrc'];
  const packages = ['libs/core', 'libs/adapters', 'libs/support', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
  );
  return (
    places.every((place) => newestMs(join(root, place)) < builtMs) &&
    packages.every((folder) => existsSync(join(folder, 'dist')))
  );
}

/** When this file, or any file in this folder, was last changed. */
function newestMs(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .map((entry) => newestMs(join(path, entry.name)))
    .reduce((newest, ms) => Math.max(newest, ms), 0);
}

function build() {
  const startedAt = new Date();
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules', '.bin', 'nx'),
    ['run-many', '-t', 'build', '--outputStyle=static'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } },
  );
  if (status !== 0) process.stderr.write(`The build failed.\n${stdout}${stderr}\n`);
  process.exitCode = status ?? 1;
  if (status !== 0) return;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, startedAt.toISOString());
}
