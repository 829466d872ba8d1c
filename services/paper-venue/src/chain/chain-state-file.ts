/** The chain between runs: anvil writes a draft, and only a whole draft becomes the state file. */
import { readFile, rename, rm, stat } from 'node:fs/promises';

/**
 * Anvil writes in place, so a kill in the middle leaves half a file. A draft not touched for this long
 * is whole: a write takes far less, and the next one starts later.
 */
const DRAFT_REST_MS = 700;

export const draftOf = (stateFile: string): string => `${stateFile}.draft`;

/** At start: takes a whole draft left by a killed run, drops half a one. */
export async function recoverDraft(stateFile: string): Promise<void> {
  if ((await modifiedAt(draftOf(stateFile))) === undefined) return;
  if (await isWhole(draftOf(stateFile))) await rename(draftOf(stateFile), stateFile);
  else await rm(draftOf(stateFile), { force: true });
}

/** While anvil runs: takes the draft when anvil is not writing it. */
export async function adoptRestingDraft(stateFile: string): Promise<void> {
  const modified = await modifiedAt(draftOf(stateFile));
  if (modified === undefined || Date.now() - modified < DRAFT_REST_MS) return;
  await rename(draftOf(stateFile), stateFile);
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}

async function isWhole(path: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
