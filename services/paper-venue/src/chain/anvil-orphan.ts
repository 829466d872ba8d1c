/** An anvil whose venue was killed still holds the newest state: it is asked to save before a new one. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { draftOf } from './chain-state-file.js';

const END_TIMEOUT_MS = 5_000;
const END_POLL_MS = 50;

const noteOf = (stateFile: string): string => `${stateFile}.pid`;

/** Notes which process serves this state file. */
export async function rememberProcess(stateFile: string, pid: number | undefined): Promise<void> {
  if (pid !== undefined) await writeFile(noteOf(stateFile), `${pid}`);
}

export async function forgetProcess(stateFile: string): Promise<void> {
  await rm(noteOf(stateFile), { force: true });
}

/** Ends the process noted for this state file, if it is still an anvil serving that very file. */
export async function clearOrphan(stateFile: string): Promise<void> {
  const pid = Number(await readFile(noteOf(stateFile), 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 1 || !(await serves(pid, stateFile))) return;
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + END_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (!(await serves(pid, stateFile))) return;
    await sleep(END_POLL_MS);
  }
  throw new Error(`Could not start on ${stateFile}: anvil ${pid} still serves it after SIGTERM`);
}

/** Process numbers are reused, so the command line decides; where there is no /proc, nothing is ended. */
async function serves(pid: number, stateFile: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = commandLine.split('\0');
  return (words[0] ?? '').includes('anvil') && words.includes(draftOf(stateFile));
}
