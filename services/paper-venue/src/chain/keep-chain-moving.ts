/** Blocks keep coming when nobody trades, so that what happened becomes final and heads look alive. */
import type { ChainAccess } from './chain-access.js';

const TICK_MS = 1_000;
/** The oldest a head may be before an empty block follows, by this machine's clock. */
const HEAD_AGE_MAX_MS = 10_000;
export type ChainKeeper = { readonly stop: () => Promise<void> };

/**
 * Every second: one more block while a block with transactions is not final, or when the head is old.
 * `alsoEachTick` runs in the same rhythm. A tick that fails is told to `log`, and the next one tries again.
 */
export function keepChainMoving(
  chain: ChainAccess,
  {
    finalityBlocks,
    alsoEachTick,
    log,
  }: {
    readonly finalityBlocks: number;
    readonly alsoEachTick: () => Promise<void>;
    readonly log: (line: string) => void;
  },
): ChainKeeper {
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  let headMinedAt = Date.now();
  let headNumber = -1n;

  const tick = async (): Promise<void> => {
    const head = await chain.reader.getBlockNumber();
    if (head !== headNumber) headMinedAt = Date.now();
    headNumber = head;
    if (
      (await hasUnfinished(chain, head, finalityBlocks)) ||
      Date.now() - headMinedAt > HEAD_AGE_MAX_MS
    ) {
      await chain.exclusively(() => chain.cheats.mine({ blocks: 1 }));
    }
    await alsoEachTick();
  };
  const next = (): void => {
    timer = setTimeout(() => {
      current = tick()
        .catch((error: unknown) => {
          if (!stopped) log(`Could not keep the chain moving: ${String(error)}`);
        })
        .finally(() => {
          if (!stopped) next();
        });
    }, TICK_MS);
  };

  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

async function hasUnfinished(
  { reader }: ChainAccess,
  head: bigint,
  finalityBlocks: number,
): Promise<boolean> {
  const youngest = Array.from({ length: finalityBlocks }, (_, back) => head - BigInt(back));
  const counts = await Promise.all(
    youngest
      .filter((blockNumber) => blockNumber >= 0n)
      .map((blockNumber) => reader.getBlockTransactionCount({ blockNumber })),
  );
  return counts.some((count) => count > 0);
}
