/** Reads the payout of a condition, believed only in a finalized block. */
import type { ConditionId } from '@sluice/domain';
import type { Resolution } from '@sluice/ports';
import type { Address, Hex } from 'viem';
import { conditionBytes, type ChainReader } from './chain-reader.js';
import { conditionalTokensAbi } from './contracts.js';
import { askingChain } from './errors.js';

export type ReadResolutionContext = {
  readonly reader: ChainReader;
  readonly conditionalTokens: Address;
};

/**
 * Undefined while there is no payout. A payout never changes once it stands. The transaction is
 * searched 50 000 blocks back; when it lies deeper its hash is empty, and the block is the one read.
 * Throws ChainUnavailableError.
 */
export async function readResolution(
  { reader, conditionalTokens }: ReadResolutionContext,
  conditionId: ConditionId,
): Promise<Resolution | undefined> {
  const condition = conditionBytes(conditionId);
  const blockNumber = await reader.believedBlock();
  return askingChain(`read the payout of ${conditionId}`, async () => {
    const contract = {
      address: conditionalTokens,
      abi: conditionalTokensAbi,
      blockNumber,
    } as const;
    const payoutDenominator = await reader.client.readContract({
      ...contract,
      functionName: 'payoutDenominator',
      args: [condition],
    });
    if (payoutDenominator === 0n) return undefined;

    const slots = await reader.client.readContract({
      ...contract,
      functionName: 'getOutcomeSlotCount',
      args: [condition],
    });
    const payoutNumerators: bigint[] = [];
    for (let index = 0n; index < slots; index += 1n) {
      payoutNumerators.push(
        await reader.client.readContract({
          ...contract,
          functionName: 'payoutNumerators',
          args: [condition, index],
        }),
      );
    }
    const reported = await findReport(reader, { conditionalTokens, condition, until: blockNumber });
    return {
      ...{ payoutNumerators, payoutDenominator },
      blockNumber: reported?.blockNumber ?? blockNumber,
      transactionHash: reported?.transactionHash ?? '',
    };
  });
}

/** Backwards from the newest block, in ranges that every provider serves. */
async function findReport(
  { client }: ChainReader,
  about: { readonly conditionalTokens: Address; readonly condition: Hex; readonly until: bigint },
): Promise<{ readonly blockNumber: bigint; readonly transactionHash: Hex } | undefined> {
  let toBlock = about.until;
  for (let range = 0; range < RANGES_MAX; range += 1) {
    const fromBlock = toBlock >= BLOCKS_PER_RANGE ? toBlock - BLOCKS_PER_RANGE + 1n : 0n;
    const [found] = await client.getContractEvents({
      address: about.conditionalTokens,
      abi: conditionalTokensAbi,
      eventName: 'ConditionResolution',
      args: { conditionId: about.condition },
      strict: true,
      fromBlock,
      toBlock,
    });
    if (found !== undefined) return found;
    if (fromBlock === 0n) return undefined;
    toBlock = fromBlock - 1n;
  }
  return undefined;
}

const BLOCKS_PER_RANGE = 1_000n;
const RANGES_MAX = 50;
