/** The number the next request of an owner's wallet must carry, as the chain has it. */
import type { ChainAccess } from '../chain/chain-access.js';
import { isDeployed } from '../chain/make-wallet.js';
import type { Address } from '../chain/venue-chain.js';
import { depositWalletAbi, relayHubAbi, safeAbi } from '../chain/wallet-abis.js';
import { depositWalletOf, RELAY_HUB, safeOf } from '../chain/wallet-addresses.js';

export type RelayedWallet = 'SAFE' | 'PROXY' | 'WALLET';

/** Owners are named by their own address or by their wallet's. A wallet that is not there yet has 0. */
export const walletNonce = async (
  chain: ChainAccess,
  type: RelayedWallet,
  named: Address,
): Promise<bigint> => {
  if (type === 'PROXY')
    return chain.reader.readContract({
      address: RELAY_HUB,
      abi: relayHubAbi,
      functionName: 'getNonce',
      args: [named],
    });
  const itself = await isDeployed(chain, named);
  const wallet = itself ? named : type === 'SAFE' ? safeOf(named) : depositWalletOf(named);
  if (!itself && !(await isDeployed(chain, wallet))) return 0n;
  const abi = type === 'SAFE' ? safeAbi : depositWalletAbi;
  return chain.reader.readContract({ address: wallet, abi, functionName: 'nonce' });
};
