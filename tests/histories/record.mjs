/** Stores a first sample of every fact that has none; existing samples are never touched. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', jest, 'tests/histories'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, SLUICE_RECORD_SAMPLES: '1' } },
);
process.exit(status ?? 1);
