/** Allows the adapter, once and for ever, to take the wallet's outcomes when it redeems. */
import { conditionalTokensAbi } from './contracts.js';
import { encodeFunctionData, type Hex } from 'viem';
import { ChainIntegrityError, askingChain } from './errors.js';
import type { ReadBalancesContext } from './read-balances.js';
import { signTransaction, type SigningWallet } from './sign-transaction.js';

export type GrantApprovalContext = ReadBalancesContext & {
  readonly signing: SigningWallet;
  /** How long to wait until it is mined. */
  readonly minedWithinMs: number;
};

/**
 * Nothing is sent when the approval stands. Throws ChainUnavailableError when it may or may not have
 * been granted (asking again finds out), ChainIntegrityError when the contract refuses.
 */
export async function grantApproval(
  context: GrantApprovalContext,
): Promise<
  { readonly kind: 'granted'; readonly transactionHash: Hex } | { readonly kind: 'stood' }
> {
  const { reader, contracts, wallet, signing, minedWithinMs } = context;
  const { conditionalTokens, collateralAdapter } = contracts;
  const token = { address: conditionalTokens, abi: conditionalTokensAbi } as const;
  const stands = await askingChain('read the approval', () =>
    reader.client.readContract({
      ...token,
      functionName: 'isApprovedForAll',
      args: [wallet, collateralAdapter],
    }),
  );
  if (stands) return { kind: 'stood' };

  const data = encodeFunctionData({
    abi: conditionalTokensAbi,
    functionName: 'setApprovalForAll',
    args: [collateralAdapter, true],
  });
  const { raw, hash } = await signTransaction(reader, signing, {
    ...{ to: conditionalTokens, data, attempt: 1 },
  });
  const receipt = await askingChain('grant the approval', async () => {
    await reader.client.sendRawTransaction({ serializedTransaction: raw });
    return reader.client.waitForTransactionReceipt({ hash, timeout: minedWithinMs });
  });
  if (receipt.status === 'success') return { kind: 'granted', transactionHash: hash };
  throw new ChainIntegrityError(`Could not grant the approval: ${hash} reverted`);
}
