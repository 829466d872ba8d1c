/** Where the recorded venue data lies, for specs that read it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const FIXTURES =
  process.env['SLUICE_FIXTURES'] ?? resolve(import.meta.dirname, '../../../../../shared/data');

/** The path of a recorded file; undefined, with a word about it, when it is not here. */
export const recorded = (...parts: readonly string[]): string | undefined => {
  const path = join(FIXTURES, ...parts);
  if (existsSync(path)) return path;
  process.stderr.write(`Skipped: ${path} is not here; set SLUICE_FIXTURES to the recorded data\n`);
  return undefined;
};
