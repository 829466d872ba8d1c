/** Answers of the venue as they were recorded, and fixtures from outside the repository. For specs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../ask-venue.js';

export type Recorded = { readonly status: number; readonly body: unknown };

export function recorded(name: string): Recorded {
  const file = new URL(`../../recorded/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}

export const answered = (status: number, body: unknown): Answer => ({
  ...{ kind: 'answered', status, body, retryAfter: '' },
});

export function recordedAnswer(name: string): Answer {
  const { status, body } = recorded(name);
  return answered(status, body);
}

const fixtures =
  process.env['SLUICE_FIXTURES'] ??
  fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));

/** Fixtures live outside the repository; without them their tests are skipped, and say so. */
export const haveFixtures = existsSync(fixtures);
if (!haveFixtures) console.warn('Fixtures of the venue are absent: set SLUICE_FIXTURES');

export const fixtureFolder = (path: string): string => join(fixtures, path);
export const fixtureText = (path: string): string => readFileSync(join(fixtures, path), 'utf8');
export const fixture = (path: string): unknown => JSON.parse(fixtureText(path));
