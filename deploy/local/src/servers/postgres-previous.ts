/** The server an earlier launcher left behind: ended if it runs on, its lock file removed if not. */
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresStartError } from './postgres-process.js';

const SHUTDOWN_MS = 30_000;
const LOOK_EVERY_MS = 50;

/**
 * After a kill -9 of the launcher its Postgres shuts down by itself; this waits for that, and asks
 * again. Refuses when the launcher that started it still lives: two must not share a cluster.
 */
export async function endPreviousPostgres(cluster: string): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(lockFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (await isServerOf(cluster, pid)) {
    await refuseIfOwned(cluster, pid);
    await endServer(cluster, pid);
  }
  await rm(lockFile, { force: true });
}

async function endServer(cluster: string, pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < SHUTDOWN_MS; waitedMs += LOOK_EVERY_MS) {
    if (!(await isServerOf(cluster, pid))) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new PostgresStartError(
    'unusable',
    `Postgres cannot be started: process ${pid} of an earlier run still uses ${cluster} and does ` +
      `not stop. End it, then start again.`,
  );
}

async function refuseIfOwned(cluster: string, pid: number): Promise<void> {
  const parent = Number(/^PPid:\s*(\d+)/m.exec(await procFile(pid, 'status'))?.[1] ?? 1);
  const program = await readlink(`/proc/${parent}/exe`).catch(() => '');
  // An orphan's new parent is the system's first process or a supervisor, not a Sluice.
  if (parent <= 1 || !basename(program).startsWith('node')) return;
  throw new PostgresStartError(
    'unusable',
    `Postgres cannot be started: ${cluster} is in use by process ${pid}, which belongs to the ` +
      `running Sluice of process ${parent}. Stop that one, or choose another data directory.`,
  );
}

/** The number alone proves little: it may have gone to another process since. */
async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!signal(pid, 0)) return false;
  if (process.platform !== 'linux') return true;
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  return workingDirectory === (await realpath(cluster));
}

const procFile = (pid: number, name: string): Promise<string> =>
  readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
