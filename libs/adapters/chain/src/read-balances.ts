/** What a wallet holds on chain in a finalized block: money and shares of outcomes. */
import type { money, TokenId } from '@sluice/domain';
import type { Address } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { collateralAbi, conditionalTokensAbi } from './contracts.js';
import { ChainBehindError, askingChain } from './errors.js';

export type Balances = {
  readonly collateral: money.MicroUsd;
  /** In the order of the tokens asked for. */
  readonly shares: readonly money.MicroShares[];
  readonly blockNumber: bigint;
};

/**
 * Both at one block. Throws ChainBehindError while the finalized block is before `notBefore`,
 * ChainUnavailableError without an answer.
 */
export async function readBalances(
  {
    reader,
    wallet,
    collateral: moneyAt,
    outcomes,
  }: {
    readonly reader: ChainReader;
    readonly wallet: Address;
    readonly collateral: Address;
    /** The contract that keeps the outcomes. */
    readonly outcomes: Address;
  },
  {
    tokenIds,
    notBefore = 0n,
  }: { readonly tokenIds: readonly TokenId[]; readonly notBefore?: bigint },
): Promise<Balances> {
  const blockNumber = await reader.believedBlock();
  if (blockNumber < notBefore) {
    const found = `block ${notBefore} is needed, ${blockNumber} is final`;
    throw new ChainBehindError(`Could not read what ${wallet} holds: ${found}`);
  }
  return askingChain(`read what ${wallet} holds`, async () => {
    const [collateral, shares] = await Promise.all([
      reader.client.readContract({
        ...{ address: moneyAt, abi: collateralAbi, blockNumber },
        functionName: 'balanceOf',
        args: [wallet],
      }),
      tokenIds.length === 0
        ? []
        : reader.client.readContract({
            ...{ address: outcomes, abi: conditionalTokensAbi, blockNumber },
            functionName: 'balanceOfBatch',
            args: [tokenIds.map(() => wallet), tokenIds.map(BigInt)],
          }),
    ]);
    return {
      collateral: collateral as money.MicroUsd,
      shares: shares as readonly money.MicroShares[],
      blockNumber,
    };
  });
}
