/** Reads the payouts of many conditions at once, believed only in a finalized block. */
import type { ConditionId } from '@sluice/domain';
import type { ReadResolutions, Resolution } from '@sluice/ports';
import type { Address, Hex } from 'viem';
import { conditionBytes, type ChainReader } from './chain-reader.js';
import { conditionalTokensAbi } from './contracts.js';
import { askingChain } from './errors.js';
import { readRouterPayouts, shortCondition } from './read-router-payouts.js';

export type ReadResolutionContext = {
  readonly reader: ChainReader;
  readonly conditionalTokens: Address;
  /** Where the second protocol keeps its payouts. */
  readonly router: Address;
};

/** So that a question and its answer stay well below what every node takes in one call. */
export const CONDITIONS_PER_READ_MAX = 100;

/**
 * One call for all denominators, and three more only when something resolved. What decides is the
 * contract's own state in one block; logs add the transaction and the block it stood in, and when
 * they cannot be had the hash is empty and the block is the one read. A payout never changes once it
 * stands. Throws ChainUnavailableError.
 */
export async function readResolutions(
  { reader, conditionalTokens, router }: ReadResolutionContext,
  conditionIds: readonly ConditionId[],
): Promise<ReadResolutions> {
  const conditions = new Map<ConditionId, Hex>();
  const short = conditionIds.filter((conditionId) => shortCondition(conditionId) !== undefined);
  const unreadable: { conditionId: ConditionId; reason: string }[] = [];
  for (const conditionId of conditionIds) {
    if (shortCondition(conditionId) !== undefined) continue;
    try {
      conditions.set(conditionId, conditionBytes(conditionId));
    } catch (error) {
      unreadable.push({ conditionId, reason: (error as Error).message });
    }
  }
  const resolved = new Map<ConditionId, Resolution>();
  if (conditions.size + short.length === 0) return { resolved, unreadable };

  const blockNumber = await reader.believedBlock();
  if (short.length > 0) {
    const read = await readRouterPayouts(reader, { router, conditionIds: short, blockNumber });
    for (const [conditionId, resolution] of read.resolved) resolved.set(conditionId, resolution);
    unreadable.push(...read.unreadable);
  }
  if (conditions.size === 0) return { resolved, unreadable };
  const payouts = await askingChain(`read the payouts of ${conditions.size} conditions`, () =>
    readPayouts(reader, { conditions, conditionalTokens, blockNumber }),
  );
  const reports = await findReports(reader, {
    conditionalTokens,
    conditions: payouts.map(({ condition }) => condition),
    until: blockNumber,
  });
  for (const { conditionId, condition, ...payout } of payouts) {
    const report = reports.get(condition);
    resolved.set(conditionId, {
      ...payout,
      blockNumber: report?.blockNumber ?? blockNumber,
      transactionHash: report?.transactionHash ?? '',
    });
  }
  return { resolved, unreadable };
}

/** Of those that have one. Needs no contract of ours on the chain: the node runs the loop itself. */
async function readPayouts(
  { client }: ChainReader,
  {
    conditions,
    conditionalTokens,
    blockNumber,
  }: {
    readonly conditions: ReadonlyMap<ConditionId, Hex>;
    readonly conditionalTokens: Address;
    readonly blockNumber: bigint;
  },
) {
  const at = { blockNumber, deployless: true, allowFailure: false, batchSize: 0 } as const;
  const contract = { address: conditionalTokens, abi: conditionalTokensAbi } as const;
  const asked = [...conditions].map(([conditionId, condition]) => ({ conditionId, condition }));
  const denominators = await client.multicall({
    ...at,
    contracts: asked.map(
      ({ condition }) =>
        ({ ...contract, functionName: 'payoutDenominator', args: [condition] }) as const,
    ),
  });
  const standing = asked
    .map((one, index) => ({ ...one, payoutDenominator: denominators[index] ?? 0n }))
    .filter(({ payoutDenominator }) => payoutDenominator > 0n);
  if (standing.length === 0) return [];

  const slots = await client.multicall({
    ...at,
    contracts: standing.map(
      ({ condition }) =>
        ({ ...contract, functionName: 'getOutcomeSlotCount', args: [condition] }) as const,
    ),
  });
  const numerators = await client.multicall({
    ...at,
    contracts: standing.flatMap(({ condition }, index) =>
      Array.from(
        { length: Number(slots[index] ?? 0n) },
        (_, slot) =>
          ({
            ...contract,
            functionName: 'payoutNumerators',
            args: [condition, BigInt(slot)],
          }) as const,
      ),
    ),
  });
  let first = 0;
  return standing.map((one, index) => {
    const payoutNumerators = numerators.slice(first, (first += Number(slots[index] ?? 0n)));
    return { ...one, payoutNumerators };
  });
}

/** Backwards from the newest block, in ranges that every provider serves; none when it does not. */
async function findReports(
  { client }: ChainReader,
  about: {
    readonly conditionalTokens: Address;
    readonly conditions: readonly Hex[];
    readonly until: bigint;
  },
): Promise<ReadonlyMap<string, Report>> {
  const found = new Map<string, Report>();
  let toBlock = about.until;
  for (let range = 0; range < RANGES_MAX && found.size < about.conditions.length; range += 1) {
    const fromBlock = toBlock >= BLOCKS_PER_RANGE ? toBlock - BLOCKS_PER_RANGE + 1n : 0n;
    try {
      const events = await client.getContractEvents({
        address: about.conditionalTokens,
        abi: conditionalTokensAbi,
        eventName: 'ConditionResolution',
        args: { conditionId: [...about.conditions] },
        strict: true,
        fromBlock,
        toBlock,
      });
      for (const { args, blockNumber, transactionHash } of events) {
        found.set(args.conditionId, { blockNumber, transactionHash });
      }
    } catch {
      // Where the payout was reported is worth showing and never worth waiting for.
      return found;
    }
    if (fromBlock === 0n) return found;
    toBlock = fromBlock - 1n;
  }
  return found;
}

type Report = { readonly blockNumber: bigint; readonly transactionHash: Hex };

const BLOCKS_PER_RANGE = 1_000n;
const RANGES_MAX = 50;
