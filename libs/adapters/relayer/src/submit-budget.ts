/** Keeps submits below what the relayer takes in a minute. */
export type SubmitBudget = {
  /** Resolves when one more may be sent. */
  take(): Promise<void>;
};

export function submitBudget({
  perMinute,
  now = Date.now,
  sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: {
  readonly perMinute: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}): SubmitBudget {
  let sent: number[] = [];
  let last: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    for (;;) {
      const at = now();
      sent = sent.filter((when) => when > at - MINUTE_MS);
      if (sent.length < perMinute) {
        sent.push(at);
        return;
      }
      await sleep((sent[0] ?? at) + MINUTE_MS - at);
    }
  };
  return {
    take: () => {
      last = last.then(turn);
      return last;
    },
  };
}

const MINUTE_MS = 60_000;
