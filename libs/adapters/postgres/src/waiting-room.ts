/** Callers who wait until a reader has come far enough. */

export type WaitingRoom = {
  /** Resolves when `arrived` says true; rejects with the error it gives, or after `timeoutMs`. */
  until(arrived: () => boolean | Error, timeoutMs: number, what: string): Promise<void>;
  /** Asks every waiter again. */
  announce(): void;
};

/** What timers can count to; above it they fire at once. */
const TIMEOUT_MS_MAX = 2 ** 31 - 1;

export function openWaitingRoom(): WaitingRoom {
  const waiters = new Set<() => void>();
  return {
    announce: () => {
      for (const check of [...waiters]) check();
    },
    until: (arrived, timeoutMs, what) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          waiters.delete(check);
          clearTimeout(late);
        };
        const check = (): void => {
          const answer = arrived();
          if (answer === false) return;
          leave();
          if (answer === true) resolve();
          else reject(answer);
        };
        const late = setTimeout(
          () => {
            leave();
            reject(new Error(`${what} did not happen within ${timeoutMs} ms`));
          },
          Math.min(timeoutMs, TIMEOUT_MS_MAX),
        );
        waiters.add(check);
        check();
      }),
  };
}
