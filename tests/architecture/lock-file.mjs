/**
 * Holds the lock file complete: every optional package of every platform is in it by exact version,
 * also where the registry at hand did not have it. `npm ci` refuses a lock file with holes, and
 * `npm install` leaves them. `--write` fills them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '..', '..', 'package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = {
  amd64: 'x64',
  arm: 'arm',
  armv7: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
};

/** Optional packages that some package names and no entry of the lock file answers. */
export function holes(lock = read()) {
  const found = {};
  for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!answers(lock, path, name)) found[`node_modules/${name}`] = { name, version };
    }
  }
  return found;
}

function read() {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** As Node looks for it: beside, and in every folder above. */
function answers(lock, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function entryFor({ name, version }) {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version} is no exact version`);
  const words = name.split(/[/-]/);
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.flatMap((word) => PROCESSORS[word] ?? []);
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`no platform in the name of ${name}`);
  return { version, cpu, optional: true, os };
}

if (process.argv.includes('--write')) {
  const lock = read();
  const missing = Object.entries(holes(lock));
  for (const [path, hole] of missing) lock.packages[path] = entryFor(hole);
  const sorted = Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(
    FILE,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
  process.stdout.write(`${missing.length} packages of other platforms entered\n`);
}
