/**
 * Holds the stored words: `buf lint`, and `buf breaking` against what main last committed and what
 * it committed before that, so that a break is seen before and after its own commit. No network.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const buf = join(root, 'node_modules', '.bin', 'buf');
const run = (command, ...args) => spawnSync(command, args, { cwd: root, encoding: 'utf8' });
const say = (line) => process.stdout.write(`proto: ${line}\n`);

const scratch = mkdtempSync(join(tmpdir(), 'sluice-proto-'));
try {
  const faults = [lint(), ...['main', 'main~1'].map(breaking)].filter((ok) => !ok);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

function lint() {
  return report('buf lint', run(buf, 'lint'));
}

function breaking(revision, index) {
  const commit = run('git', 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (commit.status !== 0) {
    say(`buf breaking skipped: there is no commit ${revision} here`);
    return true;
  }
  if (run('git', 'cat-file', '-e', `${revision}:buf.yaml`).status !== 0) {
    say(`buf breaking skipped: ${revision} has no contracts yet`);
    return true;
  }
  const past = join(scratch, `${index}.tar`);
  const archive = run('git', 'archive', '--format=tar', '-o', past, revision, 'buf.yaml', 'proto');
  if (archive.status !== 0) return report(`git archive ${revision}`, archive);
  const name = `buf breaking against ${revision} (${commit.stdout.trim().slice(0, 12)})`;
  return report(name, run(buf, 'breaking', '--against', past));
}

function report(name, { status, stdout, stderr, error }) {
  const ok = status === 0;
  say(`${name}: ${ok ? 'ok' : 'FAILED'}`);
  if (!ok) process.stdout.write(`${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}\n`);
  return ok;
}
