/** A way to reach people that keeps what it was given, and fails when told to. */
import type { Page, PagerChannel } from '@sluice/ports';

export type InMemoryPagerChannel = PagerChannel & {
  /** Every page the receiver took. */
  readonly delivered: readonly Page[];
  /** How many times delivering was tried. */
  tries(): number;
  /** Fails with this from now on; takes pages again without one. */
  setFailing(detail?: string): void;
};

export function createInMemoryPagerChannel(name: string): InMemoryPagerChannel {
  const delivered: Page[] = [];
  let tries = 0;
  let failing: string | undefined;
  return {
    name,
    delivered,
    tries: () => tries,
    deliver: (page) => {
      tries += 1;
      if (failing !== undefined) return Promise.resolve({ kind: 'failed', detail: failing });
      delivered.push(page);
      return Promise.resolve({ kind: 'delivered', receipt: `receipt ${delivered.length}` });
    },
    close: () => Promise.resolve(),
    setFailing: (detail) => void (failing = detail),
  };
}
