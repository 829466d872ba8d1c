/** Which nats-server we accept: the first whose safe settings are also affordable. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** 2.15 syncs the log of a replicated stream once per group of appends instead of per message. */
export const NATS_SERVER_VERSION_MIN = '2.15.1';

const VERSION_TIMEOUT_MS = 5_000;

/** True when `version` (for example "2.15.1" or "v2.15.2-RC.1") is at least `minimum`. */
export function isAtLeast(version: string, minimum: string): boolean {
  const found = numbersOf(version);
  const wanted = numbersOf(minimum);
  for (const [index, want] of wanted.entries()) {
    const have = found[index] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
}

/** What a program says its version is, without the "v"; undefined when it is no nats-server. */
export async function versionOf(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], {
      timeout: VERSION_TIMEOUT_MS,
    });
    return /nats-server: v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

const numbersOf = (version: string): readonly number[] =>
  (/(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
