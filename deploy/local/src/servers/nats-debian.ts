/** Takes nats-server out of the package of the machine's own Debian mirror, without root. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Suites that may carry a new enough server, the steadier one first. */
const SUITES = ['forky', 'sid'] as const;
const UPDATE_TIMEOUT_MS = 180_000;
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

type Mirror = { readonly uri: string; readonly signedBy: string | undefined };

/** @throws Error saying why, when the machine is no Debian or its mirror has no such package. */
export async function unpackFromDebian(directory: string): Promise<string> {
  const mirror = await configuredMirror();
  const reasons: string[] = [];
  for (const suite of SUITES) {
    try {
      return await unpackFromSuite(mirror, suite, join(directory, suite));
    } catch (error) {
      reasons.push(`${suite}: ${sentenceOf(error)}`);
    }
  }
  throw new Error(`the Debian mirror ${mirror.uri} gave no package (${reasons.join('; ')})`);
}

/** The mirror apt already uses for Debian's own main component, with the key it checks against. */
async function configuredMirror(): Promise<Mirror> {
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN)\t$(COMPONENT)\t$(REPO_URI)\t$(SOURCESENTRY)',
    'Created-By: Packages',
  ]).catch(() => {
    throw new Error('this machine has no apt');
  });
  for (const line of stdout.split('\n')) {
    const [origin, component, uri, entry] = line.split('\t');
    if (origin !== 'Debian' || component !== 'main' || !uri) continue;
    return { uri, signedBy: await signedBy(entry ?? '') };
  }
  // A machine that never ran "apt-get update" knows no origins; its sources still name the mirror.
  const uri = /^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+\/debian)\/?\s*(?:\s|$)/m.exec(
    await allSources(),
  )?.[1];
  if (uri === undefined) throw new Error('apt is not configured with a Debian mirror');
  return { uri, signedBy: await signedBy('') };
}

/** `entry` is "file:line" of the source the mirror was read from. */
async function signedBy(entry: string): Promise<string | undefined> {
  const file = entry.replace(/:\d+$/, '');
  const text = file === '' ? '' : await readFile(file, 'utf8').catch(() => '');
  const named = /signed-by\s*[:=]\s*(\/[^\s\],]+)/i.exec(text)?.[1];
  if (named !== undefined) return named;
  return existsSync(DEBIAN_KEYRING) ? DEBIAN_KEYRING : undefined;
}

async function allSources(): Promise<string> {
  const parts = '/etc/apt/sources.list.d';
  const names = await readdir(parts).catch(() => []);
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(parts, name))];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.join('\n');
}

async function unpackFromSuite(mirror: Mirror, suite: string, home: string): Promise<string> {
  const env = { ...process.env, APT_CONFIG: await privateConfig(mirror, suite, home) };
  await run('apt-get', ['update', '-q'], { env, timeout: UPDATE_TIMEOUT_MS });
  const download = { env, cwd: home, timeout: UPDATE_TIMEOUT_MS };
  await run('apt-get', ['download', '-q', 'nats-server'], download);
  const debFile = (await readdir(home)).find((name) => name.endsWith('.deb'));
  if (debFile === undefined) throw new Error('apt-get download left no package');
  await run('dpkg-deb', ['-x', join(home, debFile), join(home, 'root')]);
  for (const place of ['usr/sbin', 'usr/bin']) {
    const server = join(home, 'root', place, 'nats-server');
    if (existsSync(server)) return server;
  }
  throw new Error('the package holds no nats-server');
}

/** An apt of its own: one source, its own state, the machine's proxies and no hooks. */
async function privateConfig(mirror: Mirror, suite: string, home: string): Promise<string> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
    await mkdir(join(home, folder), { recursive: true });
  }
  const source = join(home, 'mirror.sources');
  await writeFile(
    source,
    [
      'Types: deb',
      `URIs: ${mirror.uri}`,
      `Suites: ${suite}`,
      'Components: main',
      ...(mirror.signedBy === undefined ? [] : [`Signed-By: ${mirror.signedBy}`]),
      '',
    ].join('\n'),
  );
  const config = join(home, 'apt.conf');
  await writeFile(
    config,
    [
      ...(await machineTransport()),
      'Dir::Etc::Parts "/dev/null";',
      'Dir::Etc::Main "/dev/null";',
      'Dir::Etc::Preferences "/dev/null";',
      'Dir::Etc::PreferencesParts "/dev/null";',
      'Dir::Etc::SourceParts "/dev/null";',
      `Dir::Etc::SourceList "${source}";`,
      `Dir::State::Lists "${join(home, 'lists')}";`,
      `Dir::Cache "${join(home, 'cache')}";`,
      'APT::Sandbox::User "";',
      'Acquire::Languages "none";',
      '',
    ].join('\n'),
  );
  return config;
}

/** Proxy, certificate and clock settings of the machine's apt: how it reaches its mirror at all. */
async function machineTransport(): Promise<readonly string[]> {
  const { stdout } = await run('apt-config', ['dump']);
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::(https?|Retries|ForceIPv|Check-)/i.test(line));
}

const sentenceOf = (error: unknown): string => {
  const stderr = (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1);
  return stderr || (error instanceof Error ? error.message : String(error));
};
