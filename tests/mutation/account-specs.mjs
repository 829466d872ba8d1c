/**
 * Every spec of the account as one suite: a mutant then loads the modules once, not once for each
 * spec. The laws come last, since most mutants are noticed before. `npm test` does not see this file.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../libs/core/domain/src');

const isLaw = (name) => name.endsWith('.rules.spec.ts');
const specs = readdirSync(SOURCES, { recursive: true })
  .filter((name) => /^account(\/.+|\.rules)?\.spec\.ts$/.test(name))
  .sort((one, other) => isLaw(one) - isLaw(other) || one.localeCompare(other));

for (const spec of specs) await import(join(SOURCES, spec));
