/** Recordings outside the repository, found through SLUICE_FIXTURES. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BESIDE_THE_REPOSITORY = fileURLToPath(
  new URL('../../../../../../shared/data', import.meta.url),
);

/** The recording as parsed JSON, or undefined where it is absent. */
export function recordingOf(path: string): unknown {
  const file = `${process.env['SLUICE_FIXTURES'] ?? BESIDE_THE_REPOSITORY}/${path}`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
