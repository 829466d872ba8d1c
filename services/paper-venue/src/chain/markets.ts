/** Conditions on the chain: prepared with the operator as oracle, opened for trading, and resolved. */
import { zeroHash } from 'viem';
import { VenueChainError, type ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, exchangeAbi } from './contract-abis.js';
import { ensureHouseShares } from './house-inventory.js';
import { CONDITIONAL_TOKENS, CTF_EXCHANGE, USDC_E, operator } from './venue-addresses.js';
import type { Hex, Market, VenueChain } from './venue-chain.js';

const OUTCOMES = 2n;
const tokens = { address: CONDITIONAL_TOKENS, abi: conditionalTokensAbi } as const;

/** Repeatable: each step is taken only where the chain shows it has not been. */
export async function prepareMarket(chain: ChainAccess, questionId: Hex): Promise<Market> {
  const { reader, send } = chain;
  const conditionId = await reader.readContract({
    ...tokens,
    functionName: 'getConditionId',
    args: [operator.address, questionId, OUTCOMES],
  });
  const market = { conditionId, questionId, tokenIds: await readTokenIds(chain, conditionId) };
  const slots = await reader.readContract({
    ...tokens,
    functionName: 'getOutcomeSlotCount',
    args: [conditionId],
  });
  if (slots === 0n) {
    await send(operator, {
      purpose: `prepare the condition of question ${questionId}`,
      to: CONDITIONAL_TOKENS,
      abi: conditionalTokensAbi,
      functionName: 'prepareCondition',
      args: [operator.address, questionId, OUTCOMES],
    });
  }
  const [tokenId] = market.tokenIds;
  const registered = await reader.readContract({
    address: CTF_EXCHANGE,
    abi: exchangeAbi,
    functionName: 'conditionOf',
    args: [BigInt(tokenId)],
  });
  if (registered === zeroHash) {
    await send(operator, {
      purpose: `open condition ${conditionId} for trading`,
      to: CTF_EXCHANGE,
      abi: exchangeAbi,
      functionName: 'register',
      args: [conditionId],
    });
  }
  await ensureHouseShares(chain, { conditionId, tokenId, needed: 1n });
  return market;
}

/** Conditional Tokens compute the ids; nothing is re-implemented here. */
async function readTokenIds(
  { reader }: ChainAccess,
  conditionId: Hex,
): Promise<Market['tokenIds']> {
  const positionId = async (indexSet: bigint): Promise<string> => {
    const collectionId = await reader.readContract({
      ...tokens,
      functionName: 'getCollectionId',
      args: [zeroHash, conditionId, indexSet],
    });
    const id = await reader.readContract({
      ...tokens,
      functionName: 'getPositionId',
      args: [USDC_E, collectionId],
    });
    return id.toString();
  };
  return [await positionId(1n), await positionId(2n)];
}

/**
 * Repeatable with the same payouts, answering with the report already made. Throws VenueChainError when
 * the condition was never prepared here or is resolved otherwise: a resolution cannot be changed.
 */
export async function resolveMarket(
  chain: ChainAccess,
  conditionId: Hex,
  payouts: readonly [bigint, bigint],
): ReturnType<VenueChain['resolve']> {
  const [resolved] = await chain.reader.getContractEvents({
    ...tokens,
    eventName: 'ConditionResolution',
    args: { conditionId },
    fromBlock: 0n,
    strict: true,
  });
  if (resolved !== undefined) {
    const found = resolved.args.payoutNumerators;
    if (
      found.length === payouts.length &&
      found.every((value, index) => value === payouts[index])
    ) {
      return { transactionHash: resolved.transactionHash, blockNumber: resolved.blockNumber };
    }
    const message = `Could not resolve ${conditionId} to [${payouts.join()}]: it is resolved to [${found.join()}]`;
    throw new VenueChainError('rejected', 'already resolved', message);
  }
  const { transactionHash, blockNumber } = await chain.send(operator, {
    purpose: `resolve condition ${conditionId} to [${payouts.join()}]`,
    to: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    functionName: 'reportPayouts',
    args: [await questionOf(chain, conditionId), payouts],
  });
  return { transactionHash, blockNumber };
}

async function questionOf({ reader }: ChainAccess, conditionId: Hex): Promise<Hex> {
  const [prepared] = await reader.getContractEvents({
    ...tokens,
    eventName: 'ConditionPreparation',
    args: { conditionId, oracle: operator.address },
    fromBlock: 0n,
    strict: true,
  });
  if (prepared !== undefined) return prepared.args.questionId;
  const message = `Could not resolve ${conditionId}: the venue's oracle has not prepared it`;
  throw new VenueChainError('rejected', 'not prepared', message);
}
