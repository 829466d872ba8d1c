import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const SKIPPED = new Set(['node_modules', 'dist', 'gen', '.nx', '.git']);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const FILES = ['libs', 'services', 'deploy'].flatMap(filesBelow);
const CODE = FILES.filter((file) => !file.endsWith('.spec.ts') && !file.includes('/testing/'));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('the files', () => {
  it('are named in kebab-case', () => {
    const odd = FILES.filter(
      (file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(file)),
    );
    expect(odd).toEqual([]);
  });

  it('begin with a sentence about what they are', () => {
    const silent = CODE.filter(
      (file) => basename(file) !== 'index.ts' && !read(file).startsWith('/*'),
    );
    expect(silent).toEqual([]);
  });

  it('have named exports only', () => {
    expect(CODE.filter((file) => /^export default/m.test(read(file)))).toEqual([]);
  });

  it('are imported by somebody, or are where a process starts', () => {
    const starts = new Set([
      'main.ts',
      'index.ts',
      'make-ledger.ts',
      'journey.ts',
      'print-nats-config.ts',
    ]);
    const imported = new Set(
      FILES.flatMap((file) =>
        [...read(file).matchAll(/from '(\.[^']+)\.js'/g)].map(([, to]) =>
          relative(ROOT, join(ROOT, dirname(file), `${to ?? ''}.ts`)),
        ),
      ),
    );
    const lonely = CODE.filter((file) => !imported.has(file) && !starts.has(basename(file)));
    expect(lonely).toEqual([]);
  });

  it('give every decider its examples and its laws', () => {
    const deciders = CODE.filter((file) => /export const decider\b/.test(read(file)));
    expect(deciders.length).toBe(10);
    const missing = deciders.flatMap((file) =>
      ['.spec.ts', '.rules.spec.ts']
        .map((ending) => file.replace(/\.ts$/, ending))
        .filter((spec) => !existsSync(join(ROOT, spec))),
    );
    expect(missing).toEqual([]);
  });

  it('give every read model a test on a real database', () => {
    const projections = CODE.filter((file) => /\/projections\/[^/]+\.ts$/.test(file)).filter(
      (file) => basename(file) !== 'index.ts',
    );
    expect(projections.length).toBeGreaterThan(10);
    const missing = projections
      .map((file) => file.replace(/\.ts$/, '.int.spec.ts'))
      .filter((spec) => !existsSync(join(ROOT, spec)));
    expect(missing).toEqual([]);
  });

  it('give every alert a runbook', () => {
    const raised = [
      ...read('services/alerting/src/when-fact-matters.ts').matchAll(/kind: '(\w+)'/g),
    ];
    const runbook = readFileSync(join(ROOT, 'deploy', 'runbooks', 'alerts.md'), 'utf8');
    expect(raised.length).toBeGreaterThan(5);
    expect(
      raised.map(([, kind]) => kind).filter((kind) => !runbook.includes(`## ${kind ?? ''}`)),
    ).toEqual([]);
  });
});
