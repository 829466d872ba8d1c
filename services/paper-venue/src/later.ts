/** What the venue does a little later, and never after it has stopped. */

export type Later = {
  readonly after: (ms: number, act: () => void) => void;
  readonly stop: () => void;
};

export const createLater = (log: (line: string) => void): Later => {
  const timers = new Set<NodeJS.Timeout>();
  return {
    after: (ms, act) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        try {
          act();
        } catch (error) {
          log(`Something the venue had put off broke: ${String(error)}`);
        }
      }, ms);
      timers.add(timer);
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
