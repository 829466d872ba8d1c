import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { findNatsServer, NatsServerMissingError, type Fetcher } from './nats-binary.js';
import { unpackFromRelease } from './nats-release.js';
import { NatsServerStartError, startNatsServer } from './nats-server.js';
import { isAtLeast } from './nats-version.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-launcher-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** A program that only says which version it is. */
async function claiming(version: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'nats-server');
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

describe('finding a nats-server', () => {
  it('compares versions by their numbers', () => {
    expect(isAtLeast('2.15.1', '2.15.1')).toBe(true);
    expect(isAtLeast('v2.16.0-RC.1', '2.15.1')).toBe(true);
    expect(isAtLeast('2.9.10', '2.15.1')).toBe(false);
  });

  it('refuses a named server that is too old, and says what to do', async () => {
    const old = await claiming('2.9.10', join(folder, 'old'));
    const found = findNatsServer({ env: { SLUICE_NATS_SERVER: old } });
    await expect(found).rejects.toThrow(/2\.9\.10; 2\.15\.1 or newer is needed/);
  });

  it('passes over an old one on the path, fetches, keeps, and then finds the kept one', async () => {
    await claiming('2.9.10', join(folder, 'bin'));
    const env = { PATH: join(folder, 'bin'), SLUICE_CACHE_DIR: join(folder, 'cache') };
    const fails: Fetcher = () => Promise.reject(new Error('no apt'));
    const gives: Fetcher = (directory) => claiming('2.15.2', join(directory, 'unpacked'));
    const none = findNatsServer({ env, fetchers: [{ from: 'debian', fetch: fails }] });
    await expect(none).rejects.toThrow(NatsServerMissingError);
    await expect(none).rejects.toThrow(/debian: no apt/);

    const fetchers = [
      { from: 'debian', fetch: fails },
      { from: 'release', fetch: gives },
    ] as const;
    const fetched = await findNatsServer({ env, fetchers });
    expect(fetched).toMatchObject({ version: '2.15.2', from: 'release' });
    expect(await findNatsServer({ env, fetchers: [] })).toEqual({ ...fetched, from: 'cache' });
    expect(await readdir(join(folder, 'cache'))).toEqual(['nats-server-2.15.2']);
  });
});

describe('the official release', () => {
  let releases: Server;
  let address: string;
  let archive: Buffer;
  let checksum: string;
  const name = `nats-server-v2.15.1-${process.platform}-${process.arch === 'x64' ? 'amd64' : 'arm64'}`;

  beforeAll(async () => {
    await claiming('2.15.1', join(folder, name));
    execFileSync('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, name]);
    archive = readFileSync(join(folder, 'a.tar.gz'));
    releases = createServer((request, response) => {
      const wantsSums = request.url?.endsWith('SHA256SUMS') === true;
      response.end(wantsSums ? `${checksum}  ${name}.tar.gz\n` : archive);
    });
    await new Promise<void>((resolve) => releases.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(releases.address() as AddressInfo).port}`;
  });
  afterAll(() => void releases.close());

  it('is unpacked when its checksum is right, and refused when not', async () => {
    checksum = createHash('sha256').update(archive).digest('hex');
    const server = await unpackFromRelease(join(folder, 'good'), { releases: address });
    expect(execFileSync(server, ['--version']).toString()).toContain('2.15.1');
    checksum = '0'.repeat(64);
    const bad = unpackFromRelease(join(folder, 'bad'), { releases: address });
    await expect(bad).rejects.toThrow(/not used/);
  });
});

describe('a started nats-server', () => {
  it('syncs always, survives kill -9 with its store, and ends when asked', async () => {
    const storeDir = join(folder, 'store');
    const first = await startNatsServer({ name: 'solo', storeDir });
    const varz = (await (await fetch(`${first.monitorUrl}/varz`)).json()) as {
      readonly jetstream: { readonly config: { readonly sync_always: boolean } };
    };
    expect(varz.jetstream.config.sync_always).toBe(true);
    await first.kill9();
    const second = await startNatsServer(first.settings);
    expect(second.url).toBe(first.url);
    second.pause();
    await second.stop();
    expect(() => process.kill(second.pid, 0)).toThrow();
  }, 120_000);

  it('says why it did not start, with the end of its log', async () => {
    const taken = await startNatsServer({ name: 'solo', storeDir: join(folder, 'one') });
    const { port } = taken.settings;
    const second = startNatsServer({ name: 'other', storeDir: join(folder, 'two'), port });
    await expect(second).rejects.toThrow(NatsServerStartError);
    await expect(second).rejects.toThrow(/address already in use/);
    await taken.stop();
  }, 120_000);
});
