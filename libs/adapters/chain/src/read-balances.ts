/** What a wallet holds on chain in a finalized block: money and shares of outcomes. */
import type { money, TokenId } from '@sluice/domain';
import type { Address } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { collateralAbi, conditionalTokensAbi, type ChainContracts } from './contracts.js';
import { ChainBehindError, askingChain } from './errors.js';

export type ReadBalancesContext = {
  readonly reader: ChainReader;
  readonly contracts: ChainContracts;
  readonly wallet: Address;
};

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
  { reader, contracts, wallet }: ReadBalancesContext,
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
        ...{ address: contracts.collateral, abi: collateralAbi, blockNumber },
        functionName: 'balanceOf',
        args: [wallet],
      }),
      reader.client.readContract({
        ...{ address: contracts.conditionalTokens, abi: conditionalTokensAbi, blockNumber },
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
