import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { journeyMap, mapInReadme } from './map.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
/** Prettier aligns tables; only the words count. */
const words = (text: string): string => text.replace(/[ \t]+/g, ' ').replace(/-{3,}/g, '---');

describe('the README', () => {
  it('maps the journey as the code has it', () => {
    expect(words(mapInReadme())).toBe(words(journeyMap()));
  });

  it('names only tests that exist', () => {
    const named = [...README.matchAll(/`((?:tests|libs|services)\/[^`\s]+\.(?:ts|mjs))`/g)];
    expect(named.length).toBeGreaterThan(5);
    expect(
      named.map(([, file]) => file).filter((file) => !existsSync(join(ROOT, file ?? ''))),
    ).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...README.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
