/**
 * Every check of the project, in the order that finds the cheap faults first. Stops at the first
 * step that fails, except that all specs run; the last line counts. `--only <step>` runs one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'sluice-run-'));
const results = join(scratch, 'jest.json');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const node = process.execPath;
const environment = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };

const steps = [
  ['generate', bin('nx'), ['run', 'contracts:generate']],
  ['build', bin('nx'), ['run-many', '-t', 'build', '--outputStyle=static']],
  ['typecheck', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  // The boundary rule needs the project graph, which the build above has left behind.
  ['lint', bin('eslint'), ['.', '--max-warnings', '0']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['proto', node, ['proto/check.mjs']],
  [
    'specs',
    node,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${results}`,
    ],
  ],
];

const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]
  : '';
let passed = 0;
let failed = 0;

for (const [name, command, args] of steps) {
  if (only !== '' && only !== name) continue;
  const startedMs = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  if (error) process.stdout.write(`${String(error)}\n`);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} after ${seconds} s\n`);
  if (name === 'specs') count(status);
  else if (status === 0) passed += 1;
  else failed += 1;
  if (failed > 0) break;
}

rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** A run that fails without a failed test, such as a suite that does not load, is a failure too. */
function count(status) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'));
    passed += numPassedTests;
    failed += numFailedTests;
  } catch {
    failed += 1;
  }
  if (status !== 0 && failed === 0) failed += 1;
}
