/** Kills the redemption service at one step after the other: each death names where the next life ends. */
import type { Child } from '../stack/child.js';
import type { Stack } from '../stack/stack.js';

export type Killer = {
  /** Begins with a life that ends at the first step. */
  arm(stack: Stack, steps: readonly string[]): Promise<void>;
  /** Steps nobody died at yet. */
  left(): readonly string[];
  /** The next life is a long one. */
  calm(): void;
  onDeath(child: Child): void;
};

export function createKiller(): Killer {
  let waiting: readonly string[] = [];
  let current: string | undefined;
  return {
    arm: async ({ services }, steps) => {
      waiting = steps;
      current = undefined;
      await services.redemption.child.kill9();
    },
    left: () => (current === undefined ? waiting : [current, ...waiting]),
    calm: () => {
      waiting = [];
      current = undefined;
    },
    onDeath: (child) => {
      [current, ...waiting] = waiting;
      child.setVariable('SLUICE_CRASH_AT', current);
    },
  };
}
