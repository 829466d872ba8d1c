/** Does something again and again at a steady pace, or sooner when asked, until it is stopped. */
export type Repetition = {
  /** Once more as soon as the running turn is over; many calls become one. */
  soon(): void;
  /** Ends after the running turn. */
  stop(): Promise<void>;
};

/** A turn that fails is reported and followed by the next one at its usual time. */
export function repeatedly({
  intervalMs,
  act,
  onError,
}: {
  readonly intervalMs: number;
  readonly act: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}): Repetition {
  const stopping = new AbortController();
  let asked = false;
  let wake: () => void = () => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (asked || stopping.signal.aborted) wake();
    });

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      asked = false;
      await act().catch(onError);
      await pause();
    }
  })();

  return {
    soon: () => {
      asked = true;
      wake();
    },
    stop: async () => {
      stopping.abort();
      wake();
      await loop;
    },
  };
}
