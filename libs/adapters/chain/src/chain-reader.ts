/** A node we read from, and which of its blocks we believe. */
import { createPublicClient, http, type Hex, type PublicClient } from 'viem';
import { ChainIntegrityError, askingChain } from './errors.js';

export type ChainReaderOptions = {
  /** Often holds a key of its own, so it is never logged. */
  readonly rpcUrl: string;
  readonly timeoutMs: number;
  /**
   * For nodes without the `finalized` tag: believe blocks with this many on top of them. Left out,
   * the chain's own finality counts.
   */
  readonly confirmations?: number;
};

export type ChainReader = {
  readonly client: PublicClient;
  /** The newest block that will not change. Throws ChainUnavailableError. */
  believedBlock(): Promise<bigint>;
};

export function openChainReader(options: ChainReaderOptions): ChainReader {
  const { rpcUrl, timeoutMs, confirmations } = options;
  const transport = http(rpcUrl, { timeout: timeoutMs, retryCount: RETRIES_MAX });
  const client = createPublicClient({ transport, cacheTime: 0 });
  const believedBlock = async (): Promise<bigint> => {
    if (confirmations === undefined) {
      const { number } = await client.getBlock({ blockTag: 'finalized' });
      return number;
    }
    const latest = await client.getBlockNumber();
    const depth = BigInt(confirmations);
    return latest > depth ? latest - depth : 0n;
  };
  return { client, believedBlock: () => askingChain('read the finalized block', believedBlock) };
}

/** A condition as the contract takes it. Throws ChainIntegrityError for anything but 32 bytes. */
export function conditionBytes(conditionId: string): Hex {
  if (/^0x[0-9a-fA-F]{64}$/.test(conditionId)) return conditionId as Hex;
  throw new ChainIntegrityError(`A condition is 32 bytes in hex, was "${conditionId}"`);
}

const RETRIES_MAX = 2;
