import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const RULE = '@nx/enforce-module-boundaries';

function rulesHit(filePath: string, code: string): readonly string[] {
  const script = join(import.meta.dirname, 'lint-canary.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, join(ROOT, filePath), code], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}

describe('the boundary law', () => {
  beforeAll(() => {
    // Without the project graph the rule checks nothing, and says so only in a warning.
    spawnSync(join(ROOT, 'node_modules', '.bin', 'nx'), ['show', 'projects'], { cwd: ROOT });
  });

  it.each([
    ['risk reaches the venue', 'services/risk/src/canary.ts', '@sluice/polymarket'],
    ['alerting reaches the chain', 'services/alerting/src/canary.ts', '@sluice/chain'],
    ['one service imports another', 'services/risk/src/canary.ts', '@sluice/executor'],
    ['the domain knows a port', 'libs/core/domain/src/canary.ts', '@sluice/ports'],
    ['the domain uses a package', 'libs/core/domain/src/canary.ts', 'zod'],
    ['a service uses the in-memory ledger', 'services/risk/src/canary.ts', '@sluice/testing'],
  ])('reports that %s', (_, file, imported) => {
    expect(rulesHit(file, `import '${imported}';\n`)).toContain(RULE);
  });

  it('lets the executor reach the venue', () => {
    expect(rulesHit('services/executor/src/canary.ts', `import '@sluice/polymarket';\n`)).toEqual(
      [],
    );
  });
});
