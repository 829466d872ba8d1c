/** Builds everything that is not built yet, and is heard only when that fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const nx = join(root, 'node_modules', '.bin', 'nx');
const { status, stdout, stderr } = spawnSync(
  nx,
  ['run-many', '-t', 'build', '--outputStyle=static'],
  { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } },
);
if (status !== 0) process.stderr.write(`The build failed.\n${stdout}${stderr}\n`);
process.exitCode = status ?? 1;
