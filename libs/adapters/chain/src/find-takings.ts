/** Finds transactions that took outcomes out of the wallet, in finalized blocks. */
import type { money, redemption, transaction } from '@sluice/domain';
import type { ChainMarket, Taking } from '@sluice/ports';
import { isAddressEqual, type Address, type Hex } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { outcomeEventsAbi } from './contracts.js';
import { ChainUnavailableError, askingChain } from './errors.js';
import { proofFrom, readReceipt, takenBy, type ProofContext } from './read-proof.js';
import { outcomesAt, type Routing } from './wallet-calls.js';

export type TakingsContext = {
  readonly reader: ChainReader;
  readonly routing: Routing;
  readonly wallet: Address;
};

/**
 * Oldest first, in ranges that every provider serves. Throws ChainUnavailableError, also when so much
 * time lies between that somebody has to look.
 */
export async function findTakings(
  context: TakingsContext,
  market: ChainMarket,
  since: bigint,
): Promise<readonly Taking[]> {
  const { reader, routing, wallet } = context;
  const { contracts } = routing;
  const outcomes = outcomesAt(market, routing);
  const until = await reader.believedBlock();
  const operators = new Map<Hex, Address>();
  const purpose = `find who took what ${wallet} held`;
  for (const range of blockRanges({ since, until, purpose })) {
    for (const { hash, operator, ids } of await movesOut(context, { outcomes, range })) {
      if (ids.some((id) => market.tokenIds.includes(id.toString()))) operators.set(hash, operator);
    }
  }
  const proving: ProofContext = {
    ...{ wallet, outcomes, tokenIds: market.tokenIds },
    money: [contracts.collateral, contracts.positionCollateral],
  };
  const takings: Taking[] = [];
  for (const [hash, operator] of operators) {
    const receipt = await readReceipt(reader, hash);
    if (receipt === undefined) {
      throw new ChainUnavailableError(`Could not read the receipt of ${hash}, which has logs`);
    }
    const left = takenBy(receipt, proving);
    const taken = market.tokenIds.flatMap((tokenId): readonly transaction.Burn[] => {
      const shares = left.get(tokenId) ?? 0n;
      return shares > 0n ? [{ tokenId, shares: shares as money.MicroShares }] : [];
    });
    if (taken.length === 0) continue;
    const proof = proofFrom(receipt, proving);
    const by = whose(context, { operator, proof });
    takings.push({ taken, proof, by, sender: receipt.from });
  }
  return takings;
}

/** Both ends included, oldest first. Throws ChainUnavailableError when they are too many. */
export function* blockRanges({
  since,
  until,
  purpose,
}: {
  readonly since: bigint;
  readonly until: bigint;
  /** Completes "Could not …". */
  readonly purpose: string;
}): Generator<{ readonly fromBlock: bigint; readonly toBlock: bigint }> {
  if (until - since > BLOCKS_PER_RANGE * BigInt(RANGES_MAX)) {
    const span = `${until - since} blocks since ${since} are too many to search`;
    throw new ChainUnavailableError(`Could not ${purpose}: ${span}`);
  }
  for (let fromBlock = since; fromBlock <= until; fromBlock += BLOCKS_PER_RANGE) {
    const last = fromBlock + BLOCKS_PER_RANGE - 1n;
    yield { fromBlock, toBlock: last < until ? last : until };
  }
}

/** Only the wallet can make an adapter take its outcomes; the sweeper takes them by itself. */
function whose(
  { routing: { contracts }, wallet }: TakingsContext,
  { operator, proof }: { readonly operator: Address; readonly proof: transaction.Proof },
): redemption.Redeeming {
  const is = (one: Address): boolean => isAddressEqual(one, operator);
  if (is(contracts.autoRedeemer)) return 'auto_redeemer';
  const its = [
    ...[wallet, contracts.collateralAdapter, contracts.negRiskCollateralAdapter],
    ...[contracts.negRiskAdapter, contracts.router],
  ];
  return its.some(is) && proof.burned.length > 0 ? 'owner' : 'somebody';
}

async function movesOut(
  { reader, wallet }: TakingsContext,
  {
    outcomes,
    range,
  }: {
    readonly outcomes: Address;
    readonly range: { readonly fromBlock: bigint; readonly toBlock: bigint };
  },
): Promise<readonly { hash: Hex; operator: Address; ids: readonly bigint[] }[]> {
  const asked = { address: outcomes, abi: outcomeEventsAbi, strict: true, ...range } as const;
  const from = { args: { from: wallet } };
  return askingChain(`find what left ${wallet}`, async () => {
    const single = await reader.client.getContractEvents({
      ...{ ...asked, eventName: 'TransferSingle', ...from },
    });
    const batch = await reader.client.getContractEvents({
      ...{ ...asked, eventName: 'TransferBatch', ...from },
    });
    return [
      ...single.map((log) => ({ ...log, ids: [log.args.id], operator: log.args.operator })),
      ...batch.map((log) => ({ ...log, ids: log.args.ids, operator: log.args.operator })),
    ]
      .sort((one, other) => Number(one.blockNumber - other.blockNumber))
      .map(({ transactionHash: hash, operator, ids }) => ({ hash, operator, ids }));
  });
}

const BLOCKS_PER_RANGE = 1_000n;
const RANGES_MAX = 2_000;
