/**
 * Reads the payouts of conditions of the venue's second protocol, whose ids have 31 bytes. How the
 * venue's own Router shows them is not published: one that does not answer makes a condition
 * unreadable, which is told and never guessed.
 */
import type { ConditionId } from '@sluice/domain';
import type { ReadResolutions, Resolution } from '@sluice/ports';
import {
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  parseAbi,
  type Address,
  type Hex,
} from 'viem';
import type { ChainReader } from './chain-reader.js';
import { askingChain } from './errors.js';

export const POLYGON_ROUTER: Address = '0x12121212006e4CD160D18e3f00711DA5c3372600';

/**
 * The 31 bytes of a condition of the second protocol; undefined for one of the first. The venue's
 * market data write a zero byte behind them; it begins with its module, and its end is zeros, which
 * no hash is.
 */
export function shortCondition(conditionId: ConditionId): Hex | undefined {
  if (/^0x[0-9a-fA-F]{62}$/.test(conditionId)) return conditionId as Hex;
  const isWritten = /^0x0[1-3][0-9a-fA-F]{46}0{16}$/.test(conditionId);
  return isWritten ? (conditionId.slice(0, -2) as Hex) : undefined;
}

/** A payout is believed when it stands whole. Throws ChainUnavailableError. */
export function readRouterPayouts(
  { client }: ChainReader,
  {
    router,
    conditionIds,
    blockNumber,
  }: {
    readonly router: Address;
    readonly conditionIds: readonly ConditionId[];
    readonly blockNumber: bigint;
  },
): Promise<ReadResolutions> {
  return askingChain(`read the payouts of ${conditionIds.length} conditions`, async () => {
    const contract = { address: router, abi: routerPayoutAbi } as const;
    const read = await client.multicall({
      ...{ blockNumber, deployless: true, allowFailure: true, batchSize: 0 },
      contracts: conditionIds.flatMap((conditionId) => {
        const condition = shortCondition(conditionId) ?? '0x';
        return [
          { ...contract, functionName: 'payoutDenominator', args: [condition] } as const,
          { ...contract, functionName: 'payoutNumerators', args: [condition, 0n] } as const,
          { ...contract, functionName: 'payoutNumerators', args: [condition, 1n] } as const,
        ];
      }),
    });
    // An answer of the contract is one thing, a node that gives none another.
    const unanswered = read.find(({ error }) => error !== undefined && !isOfContract(error));
    if (unanswered?.error !== undefined) throw unanswered.error;
    const resolved = new Map<ConditionId, Resolution>();
    const unreadable: { conditionId: ConditionId; reason: string }[] = [];
    conditionIds.forEach((conditionId, index) => {
      const parts = read.slice(3 * index, 3 * index + 3);
      const [denominator, yes, no] = parts.map(({ result }) => result);
      if (denominator === undefined || yes === undefined || no === undefined) {
        unreadable.push({ conditionId, reason: 'the Router shows no payout of a condition' });
      } else if (denominator > 0n) {
        const payout = { payoutNumerators: [yes, no], payoutDenominator: denominator };
        resolved.set(conditionId, { ...payout, blockNumber, transactionHash: '' });
      }
    });
    return { resolved, unreadable };
  });
}

const isOfContract = (error: Error): boolean =>
  error instanceof BaseError &&
  error.walk(
    (cause) =>
      cause instanceof ContractFunctionRevertedError ||
      cause instanceof ContractFunctionZeroDataError,
  ) !== null;

const routerPayoutAbi = parseAbi([
  'function payoutDenominator(bytes31 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes31 conditionId, uint256 index) view returns (uint256)',
]);
