/** Recomputes the ids of a market's outcomes: a wrong address would redeem what nobody owns. */
import type { ChainMarket } from '@sluice/ports';
import { zeroHash } from 'viem';
import { conditionBytes, type ChainReader } from './chain-reader.js';
import { conditionalTokensAbi } from './contracts.js';
import { ChainIntegrityError, askingChain } from './errors.js';
import { shortCondition } from './read-router-payouts.js';
import type { Routing } from './wallet-calls.js';

/** Throws ChainIntegrityError when they differ, ChainUnavailableError without an answer. */
export async function checkPositionIds(
  reader: ChainReader,
  { contracts }: Routing,
  market: ChainMarket,
): Promise<void> {
  const { conditionId, tokenIds, negRisk } = market;
  const found: string[] = [];
  const short = shortCondition(conditionId);
  if (short !== undefined) {
    tokenIds.forEach((_, index) => {
      const outcome = index.toString(16).padStart(2, '0');
      found.push(BigInt(`${short}${outcome}`).toString());
    });
  } else {
    const token = negRisk ? contracts.wrappedCollateral : contracts.positionCollateral;
    const contract = { address: contracts.conditionalTokens, abi: conditionalTokensAbi } as const;
    for (const index of tokenIds.keys()) {
      const id = await askingChain(`compute the outcomes of ${conditionId}`, async () => {
        const collectionId = await reader.client.readContract({
          ...{ ...contract, functionName: 'getCollectionId' },
          args: [zeroHash, conditionBytes(conditionId), 1n << BigInt(index)],
        });
        return reader.client.readContract({
          ...{ ...contract, functionName: 'getPositionId' },
          args: [token, collectionId],
        });
      });
      found.push(id.toString());
    }
  }
  const wrong = found.findIndex((id, index) => id !== tokenIds[index]);
  if (wrong === -1) return;
  const words = `outcome ${wrong} is listed as ${tokenIds[wrong]}, and computed as ${found[wrong]}`;
  const kind = negRisk ? 'neg-risk' : 'standard';
  throw new ChainIntegrityError(
    `Could not trust the configured addresses for ${kind} market ${conditionId}: ${words}`,
  );
}
