/** Conditions on the chain: prepared where their kind is at home, and opened for trading. */
import { stringToHex, zeroHash } from 'viem';
import { VenueChainError, type ChainAccess } from './chain-access.js';
import {
  conditionalTokensAbi,
  exchangeAbi,
  negRiskAdapterAbi,
  routerAbi,
} from './contract-abis.js';
import { conditionAt, EXCHANGE_OF_KIND } from './exchange-of-token.js';
import { ensureHouseShares } from './house-inventory.js';
import { negRiskIndexOf, negRiskMarketId, positionNames, shortConditionId } from './market-ids.js';
import {
  CONDITIONAL_TOKENS,
  NEG_RISK_ADAPTER,
  ROUTER,
  USDC_E,
  WRAPPED_COLLATERAL,
  operator,
} from './venue-addresses.js';
import type { Address, Hex, Market, MarketKind } from './venue-chain.js';

const OUTCOMES = 2n;
const tokens = { address: CONDITIONAL_TOKENS, abi: conditionalTokensAbi } as const;
const core = { address: NEG_RISK_ADAPTER, abi: negRiskAdapterAbi } as const;

/** Repeatable: each step is taken only where the chain shows it has not been. Throws VenueChainError. */
export async function prepareMarket(
  chain: ChainAccess,
  questionId: Hex,
  kind: MarketKind = { kind: 'standard' },
): Promise<Market> {
  const market = await prepared(chain, questionId, kind);
  const { conditionId } = market;
  const [tokenId] = market.tokenIds;
  const exchange = EXCHANGE_OF_KIND[kind.kind];
  if ((await conditionAt(chain, exchange, tokenId)) === undefined) {
    await chain.send(operator, {
      purpose: `open condition ${conditionId} for trading`,
      to: exchange,
      abi: exchangeAbi,
      functionName: 'register',
      args: [conditionId],
    });
  }
  await ensureHouseShares(chain, { tokenId, needed: 1n });
  return market;
}

async function prepared(chain: ChainAccess, questionId: Hex, kind: MarketKind): Promise<Market> {
  switch (kind.kind) {
    case 'standard':
      return prepareStandard(chain, questionId);
    case 'neg_risk':
      return prepareNegRisk(chain, questionId, kind.event);
    case 'protocol_v2':
      return prepareProtocolV2(chain, questionId);
  }
}

async function prepareStandard(chain: ChainAccess, questionId: Hex): Promise<Market> {
  const conditionId = await conditionIdOf(chain, operator.address, questionId);
  if (!(await isPrepared(chain, conditionId))) {
    await chain.send(operator, {
      purpose: `prepare the condition of question ${questionId}`,
      to: CONDITIONAL_TOKENS,
      abi: conditionalTokensAbi,
      functionName: 'prepareCondition',
      args: [operator.address, questionId, OUTCOMES],
    });
  }
  return { conditionId, questionId, tokenIds: await readTokenIds(chain, USDC_E, conditionId) };
}

/** The adapter numbers an event's questions as they come, so they have to come in order. */
async function prepareNegRisk(chain: ChainAccess, questionId: Hex, event: string): Promise<Market> {
  const marketId = negRiskMarketId(event);
  const conditionId = await conditionIdOf(chain, NEG_RISK_ADAPTER, questionId);
  if (!(await isPrepared(chain, conditionId))) {
    await prepareEvent(chain, marketId, event);
    const count = await chain.reader.readContract({
      ...core,
      functionName: 'getQuestionCount',
      args: [marketId],
    });
    if (count !== negRiskIndexOf(questionId)) {
      const message = `Could not prepare question ${questionId} of ${event}: its next is number ${count}`;
      throw new VenueChainError('rejected', 'out of order', message);
    }
    await chain.send(operator, {
      purpose: `prepare question ${questionId} of ${event}`,
      to: NEG_RISK_ADAPTER,
      abi: negRiskAdapterAbi,
      functionName: 'prepareQuestion',
      args: [marketId, '0x'],
    });
  }
  const tokenIds = await readTokenIds(chain, WRAPPED_COLLATERAL, conditionId);
  return { conditionId, questionId, tokenIds };
}

async function prepareEvent(chain: ChainAccess, marketId: Hex, event: string): Promise<void> {
  const [found] = await chain.reader.getContractEvents({
    ...core,
    eventName: 'MarketPrepared',
    args: { marketId },
    fromBlock: 0n,
  });
  if (found !== undefined) return;
  await chain.send(operator, {
    purpose: `prepare neg-risk market ${marketId} of ${event}`,
    to: NEG_RISK_ADAPTER,
    abi: negRiskAdapterAbi,
    functionName: 'prepareMarket',
    args: [0n, stringToHex(event)],
  });
}

async function prepareProtocolV2(chain: ChainAccess, questionId: Hex): Promise<Market> {
  const { conditionId, positionIds } = positionNames(questionId);
  const shortId = shortConditionId(conditionId);
  const known = await chain.reader.readContract({
    address: ROUTER,
    abi: routerAbi,
    functionName: 'isPrepared',
    args: [shortId],
  });
  if (!known) {
    await chain.send(operator, {
      purpose: `prepare condition ${conditionId} at the Router`,
      to: ROUTER,
      abi: routerAbi,
      functionName: 'prepare',
      args: [shortId],
    });
  }
  return { conditionId, questionId, tokenIds: positionIds };
}

const conditionIdOf = ({ reader }: ChainAccess, oracle: Address, questionId: Hex): Promise<Hex> =>
  reader.readContract({
    ...tokens,
    functionName: 'getConditionId',
    args: [oracle, questionId, OUTCOMES],
  });

async function isPrepared({ reader }: ChainAccess, conditionId: Hex): Promise<boolean> {
  const slots = await reader.readContract({
    ...tokens,
    functionName: 'getOutcomeSlotCount',
    args: [conditionId],
  });
  return slots > 0n;
}

/** Conditional Tokens compute the ids; nothing is re-implemented here. */
async function readTokenIds(
  { reader }: ChainAccess,
  collateral: Address,
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
      args: [collateral, collectionId],
    });
    return id.toString();
  };
  return [await positionId(1n), await positionId(2n)];
}
