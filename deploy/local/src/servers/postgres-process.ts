/** One run of the Postgres server: started, answering, and ended, gently or not. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresBinaries } from './postgres-binaries.js';
import { settingsFor } from './postgres-settings.js';
import type { RunAs } from './postgres-user.js';

/** Postgres could not be started; the message says what to do. */
export class PostgresStartError extends Error {
  override readonly name = 'PostgresStartError';
  constructor(
    readonly reason: 'port_taken' | 'still_ending' | 'unusable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Surroundings = {
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs | undefined;
  readonly cwd: string;
  readonly log?: (line: string) => void;
};

export type PostgresRun = {
  readonly cluster: string;
  readonly port: number;
  readonly adminUrl: string;
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs | undefined;
  readonly log?: (line: string) => void;
};

/** Replaying what a crash left behind takes its time. */
const START_MS = 120_000;
const PROBE_EVERY_MS = 25;
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;
const LAST_WORDS_MAX = 15;

export async function runPostgres(run: PostgresRun): Promise<{
  readonly pid: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
  kill9(): Promise<void>;
}> {
  const args = ['-D', run.cluster, ...settingsFor(run.port)];
  const { server, lastWords } = launch(run.binaries.postgres, args, { ...run, cwd: run.cluster });
  server.on('spawn', () => {
    endWithLauncher(server);
  });
  const exited = once(server, 'close').then(() => undefined);
  await untilAnswering(run, server, lastWords).catch(async (error: unknown) => {
    await end(server, exited);
    throw error;
  });
  return {
    pid: server.pid ?? 0,
    exited,
    stop: () => end(server, exited),
    kill9: async () => {
      server.kill('SIGKILL');
      await exited;
    },
  };
}

/** Runs a program of Postgres to its end; throws with its last words when it fails. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<void> {
  const { server, lastWords } = launch(program, args, surroundings);
  const [code] = (await once(server, 'close')) as [number | null];
  if (code !== 0) throw startError(`${program} ended with ${String(code)}`, lastWords());
}

function launch(
  program: string,
  args: readonly string[],
  { binaries, runAs, cwd, log }: Surroundings,
): { readonly server: ChildProcess; readonly lastWords: () => string } {
  const env = {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    TZ: 'UTC',
    LD_LIBRARY_PATH: binaries.libraryPath,
    DYLD_LIBRARY_PATH: binaries.libraryPath,
  };
  const as = runAs === undefined ? {} : { uid: runAs.uid, gid: runAs.gid };
  // Detached, so that Ctrl-C in a terminal reaches the launcher only, who stops Postgres last.
  const options = { ...as, env, cwd, detached: true } as const;
  const server = spawn(program, [...args], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  createInterface({ input: server.stderr }).on('line', (line) => {
    log?.(line);
    lines.push(line);
    if (lines.length > LAST_WORDS_MAX) lines.shift();
  });
  server.on('error', (error) => lines.push(error.message));
  return { server, lastWords: () => lines.join('\n') };
}

/** Holds a pipe to a shell that ends Postgres when this process dies, even of kill -9. */
function endWithLauncher(server: ChildProcess): void {
  const script = `cat > /dev/null; kill -INT ${server.pid ?? ''}`;
  const watch = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watch.on('error', () => undefined);
  watch.unref();
  (watch.stdin as Partial<Socket>).unref?.();
  server.once('exit', () => watch.kill('SIGKILL'));
}

async function untilAnswering(
  { adminUrl, port }: PostgresRun,
  server: ChildProcess,
  lastWords: () => string,
): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    await sleep(PROBE_EVERY_MS);
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) {
      throw startError(`Postgres could not be started on port ${port}`, lastWords());
    }
    if (await answers(adminUrl)) return;
  }
  throw startError(`Postgres did not answer on port ${port} for ${START_MS} ms`, lastWords());
}

async function answers(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // 28P01: somebody answers, but not with our password, so it is not our server.
    if ((error as { code?: string }).code === '28P01') {
      throw startError('Another Postgres answers on this port', 'Address already in use');
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function end(server: ChildProcess, exited: Promise<void>): Promise<void> {
  const steps = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
  ] as const;
  for (const [signal, waitMs] of steps) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) break;
    server.kill(signal);
    const giveUp = new AbortController();
    const waited = sleep(waitMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
    await Promise.race([exited, waited]);
    giveUp.abort();
  }
  if (server.pid === undefined) return;
  server.kill('SIGKILL');
  await exited;
}

function startError(what: string, lastWords: string): PostgresStartError {
  const taken = /Address already in use|could not bind/i.test(lastWords);
  const stillEnding = /pre-existing shared memory block/.test(lastWords);
  return new PostgresStartError(
    taken ? 'port_taken' : stillEnding ? 'still_ending' : 'unusable',
    `${what}. Its last words were:\n${lastWords}`,
  );
}
