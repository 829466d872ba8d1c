/** Who runs Postgres: ourselves, or an unprivileged user when we are root, which Postgres refuses. */
import { execFile } from 'node:child_process';
import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PostgresStartError } from './postgres-process.js';

export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string };

/** In this order: made for us, made for Postgres, there on every Unix. */
const CANDIDATES = ['sluice-postgres', 'postgres', 'nobody'];

/**
 * The user to run as, or undefined for ourselves. The owner of an existing data directory stays its
 * user; a system user `sluice-postgres` is made only where none of the usual ones exist.
 */
export async function userForPostgres(dataDir: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(join(dataDir, 'cluster')).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` };
  }
  const existing = await firstOf(CANDIDATES);
  if (existing !== undefined) return existing;
  const made = await makeUser().then(() => firstOf(CANDIDATES));
  if (made !== undefined) return made;
  throw new PostgresStartError(
    'unusable',
    'Postgres cannot run as root, and no other user was found or could be made. ' +
      'Start Sluice as an ordinary user, or run: useradd --system sluice-postgres',
  );
}

/** Throws when a directory on the way to `path` may not be entered by that user. */
export async function refuseUnreachable(path: string, runAs: RunAs): Promise<void> {
  const closed = await firstClosedParent(path, runAs);
  if (closed === undefined) return;
  throw new PostgresStartError(
    'unusable',
    `Postgres cannot keep its files in ${path}: it may not run as root, and the user it runs as ` +
      `(${runAs.name}) may not enter ${closed}. Choose a data directory such as /var/lib/sluice, ` +
      `or run: chmod o+x ${closed}`,
  );
}

/** The outermost directory above `path` that this user may not enter, if there is one. */
export async function firstClosedParent(path: string, runAs: RunAs): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const closedAbove = await firstClosedParent(parent, runAs);
  if (closedAbove !== undefined) return closedAbove;
  const { mode, uid, gid } = await stat(parent);
  const mayEnter = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
  return (mode & mayEnter) === 0 ? parent : undefined;
}

/** Gives a whole tree to the user, unless its root is the user's already. */
export async function chownTree(root: string, { uid, gid }: RunAs): Promise<void> {
  if ((await stat(root)).uid === uid) return;
  const entries = await readdir(root, { recursive: true });
  for (const entry of entries) await lchown(join(root, entry), uid, gid);
  await lchown(root, uid, gid);
}

async function firstOf(names: readonly string[]): Promise<RunAs | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  const users = lines.map((line) => line.split(':'));
  const found = names.flatMap((name) => users.filter(([user]) => user === name))[0];
  if (found === undefined) return undefined;
  const [name = '', , uid, gid] = found;
  return { name, uid: Number(uid), gid: Number(gid) };
}

async function makeUser(): Promise<void> {
  const run = promisify(execFile);
  const made = run('useradd', ['--system', '--user-group', '--no-create-home', 'sluice-postgres']);
  await made.catch(() => run('adduser', ['-S', '-H', 'sluice-postgres'])).catch(() => undefined);
}
