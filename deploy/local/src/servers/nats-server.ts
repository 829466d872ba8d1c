/** Starts a nats-server that keeps what it acknowledges, and ends it in every way a test needs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from './nats-binary.js';
import { natsConfig } from './nats-config.js';
import { freePort } from './nats-port.js';
import type { NatsUser } from './nats-permissions.js';

export type NatsServerSettings = {
  readonly name: string;
  /** Kept between starts: everything the ledger holds. */
  readonly storeDir: string;
  /** Where it listens; this machine only, unless said otherwise. */
  readonly host?: string;
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** For /varz and /healthz, on this machine only. 0 or absent takes a free one. */
  readonly monitorPort?: number;
  readonly cluster?: {
    readonly name: string;
    readonly port: number;
    readonly routes: readonly string[];
  };
  /** Sync to disk before acknowledging. Only a test that proves the guard says false. */
  readonly syncAlways?: boolean;
  readonly users?: readonly NatsUser[];
  /** Path of the program; found or fetched when absent. */
  readonly program?: string;
};

export type NatsServer = {
  readonly url: string;
  readonly monitorUrl: string;
  readonly pid: number;
  /** What it runs with, ports decided: start it again with these. */
  readonly settings: NatsServerSettings & { readonly port: number; readonly monitorPort: number };
  /** Asks, waits, then insists. */
  stop(): Promise<void>;
  /** As a crash: SIGKILL, resolves when the process is gone. */
  kill9(): Promise<void>;
  /** As a stall: SIGSTOP until resume(). */
  pause(): void;
  resume(): void;
};

/** The server did not become ready; the message ends with the last lines of its log. */
export class NatsServerStartError extends Error {
  override readonly name = 'NatsServerStartError';
}

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 50;
const STOP_TIMEOUT_MS = 5_000;
const LOG_TAIL_LINES = 15;

/** Resolves when /healthz says ok. @throws NatsServerStartError, NatsServerMissingError */
export async function startNatsServer(asked: NatsServerSettings): Promise<NatsServer> {
  const program = asked.program ?? (await findNatsServer()).path;
  const settings = {
    ...asked,
    program,
    port: asked.port || (await freePort()),
    monitorPort: asked.monitorPort || (await freePort()),
  };
  await mkdir(settings.storeDir, { recursive: true });
  const configFile = join(settings.storeDir, 'nats-server.conf');
  await writeFile(configFile, natsConfig(settings), { mode: 0o600 });

  const logFile = join(settings.storeDir, 'nats-server.log');
  const log = await open(logFile, 'a');
  // In a group of its own: Ctrl-C is for whoever started us, and we stop it when its users are gone.
  const child = spawn(program, ['-c', configFile], {
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  });
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  await log.close();
  const server = handle(child, settings);
  await ready(server, child, logFile);
  return server;
}

function handle(child: ChildProcess, settings: NatsServer['settings']): NatsServer {
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  void gone.then(() => process.off('exit', endWithUs));

  const kill9 = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `nats://127.0.0.1:${settings.port}`,
    monitorUrl: `http://127.0.0.1:${settings.monitorPort}`,
    pid: child.pid ?? 0,
    settings,
    kill9,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const patience = new AbortController();
      const late = sleep(STOP_TIMEOUT_MS, 'late' as const, { signal: patience.signal });
      const ended = await Promise.race([gone, late.catch(() => undefined)]);
      patience.abort();
      if (ended === 'late') await kill9();
    },
  };
}

async function ready(server: NatsServer, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null && child.pid !== undefined) {
    const answer = await fetch(`${server.monitorUrl}/healthz`, {
      signal: AbortSignal.timeout(1_000),
    }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(READY_POLL_MS);
  }
  const why =
    child.exitCode === null
      ? `was not healthy within ${READY_TIMEOUT_MS} ms`
      : `ended with code ${child.exitCode}`;
  await server.kill9();
  throw new NatsServerStartError(
    `nats-server ${server.settings.name} (${server.settings.program}) ${why}; its log ends:\n${await tailOf(logFile)}`,
  );
}

async function tailOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)');
  return text.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
}
