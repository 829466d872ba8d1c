/** Kills the redemption service at one step after the other: each death names where the next life ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../stack/child.js';
import type { Stack } from '../stack/stack.js';

export type Killer = {
  /** From the next life on. */
  arm(stack: Stack, steps: readonly string[]): Promise<void>;
  /** Steps nobody died at, once the last one has had time to be fatal. The next life is a long one. */
  finish(): Promise<readonly string[]>;
  onDeath(child: Child): void;
};

/** A death is seen a little later than the fact that was written before it. */
const DEATH_SEEN_MAX_MS = 3_000;
const STEP_MS = 20;

export function createKiller(): Killer {
  let steps: readonly string[] = [];
  /** The life that is to end at each step is one further. */
  let lives = 0;
  const onDeath = (child: Child): void => {
    child.setVariable('SLUICE_CRASH_AT', steps[lives]);
    lives += 1;
  };
  const left = () => steps.slice(Math.max(0, lives - 1));
  return {
    arm: async ({ services: { redemption } }, wanted) => {
      steps = wanted;
      lives = 0;
      if (redemption.child.running()) await redemption.child.kill9();
      else onDeath(redemption.child);
    },
    finish: async () => {
      const deadline = Date.now() + DEATH_SEEN_MAX_MS;
      while (left().length > 0 && Date.now() < deadline) await sleep(STEP_MS);
      const missed = left();
      steps = [];
      return missed;
    },
    onDeath,
  };
}
