/** A server that can be taken away and brought back at its address, with what it had stored. */

export type Server = {
  takeAway(): Promise<void>;
  /** Brings it back; nothing when it was not taken away. */
  startAgain(): Promise<void>;
};

type Endable = { stop(): Promise<unknown> };

export type Restartable<Running extends Endable> = {
  /** As it was started first; its addresses hold for ever. */
  readonly first: Running;
  readonly server: Server;
  stop(): Promise<unknown>;
};

/** `start` gets what ran before, to take over its ports; `end` is how it is taken away. */
export async function restartable<Running extends Endable>(
  start: (before: Running | undefined) => Promise<Running>,
  end: (running: Running) => Promise<unknown>,
): Promise<Restartable<Running>> {
  const first = await start(undefined);
  let running = first;
  let away = false;
  return {
    first,
    server: {
      takeAway: async () => {
        away = true;
        await end(running);
      },
      startAgain: async () => {
        if (!away) return;
        running = await start(running);
        away = false;
      },
    },
    stop: () => (away ? Promise.resolve() : running.stop()),
  };
}
