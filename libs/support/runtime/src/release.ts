/** What all packages of one release share without importing it: the contracts and the version. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** As far above `src` as above `dist`, and an image keeps the repository's folders. */
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Imports between contracts are relative to this folder. */
export const PROTO_FOLDER = join(ROOT, 'proto');

/** Where a contract stands that is named as its imports name it, or by its whole path. */
export function protoFile(name: string): string {
  const path = isAbsolute(name) ? name : join(PROTO_FOLDER, name);
  if (existsSync(path)) return path;
  throw new Error(`The contract ${name} is not in ${PROTO_FOLDER}, where every release has it`);
}

/** The version of the whole system: its services are released together. */
export function releaseVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
