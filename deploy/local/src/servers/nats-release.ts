/** Takes nats-server out of the official release, believing only what its checksum file says. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NATS_SERVER_VERSION_MIN } from './nats-version.js';

const RELEASES = 'https://github.com/nats-io/nats-server/releases/download';
const DOWNLOAD_TIMEOUT_MS = 120_000;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };

export type ReleaseSource = {
  readonly releases?: string;
  readonly version?: string;
};

/** @throws Error when this machine has no release, it cannot be read, or its checksum is wrong. */
export async function unpackFromRelease(
  directory: string,
  { releases = RELEASES, version = NATS_SERVER_VERSION_MIN }: ReleaseSource = {},
): Promise<string> {
  const architecture = ARCHITECTURES[process.arch];
  const system = SYSTEMS[process.platform];
  if (architecture === undefined || system === undefined) {
    throw new Error(`no release for ${process.platform} on ${process.arch}`);
  }
  const name = `nats-server-v${version}-${system}-${architecture}`;
  const archive = `${name}.tar.gz`;
  const from = `${releases}/v${version}`;
  const checksums = new TextDecoder().decode(await download(`${from}/SHA256SUMS`));
  const bytes = await download(`${from}/${archive}`);
  check(archive, bytes, checksums);

  const home = join(directory, 'release');
  await mkdir(home, { recursive: true });
  await writeFile(join(home, archive), bytes);
  await promisify(execFile)('tar', ['-xzf', join(home, archive), '-C', home]);
  return join(home, name, 'nats-server');
}

async function download(url: string): Promise<Uint8Array> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) }).catch(
    (error: unknown) => {
      throw new Error(`could not reach ${url}: ${String((error as Error).cause ?? error)}`);
    },
  );
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function check(archive: string, bytes: Uint8Array, checksums: string): void {
  const line = checksums.split('\n').find((entry) => entry.trim().endsWith(archive));
  const wanted = line?.trim().split(/\s+/)[0];
  const found = createHash('sha256').update(bytes).digest('hex');
  if (wanted === found) return;
  throw new Error(
    `${archive} has checksum ${found}, SHA256SUMS says ${wanted ?? 'nothing of it'}; not used`,
  );
}
