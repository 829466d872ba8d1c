/** The wallet that holds the outcomes, and whose account speaks for it. */
import { parseAbi, type Address, type LocalAccount } from 'viem';
import type { ChainReader } from './chain-reader.js';
import type { ChainContracts } from './contracts.js';
import { askingChain } from './errors.js';
import { safeAbi } from './safe.js';

/** 0 the account's own, 1 a proxy, 2 a Safe, 3 a deposit wallet, as the venue numbers them. */
export type WalletKind = 'eoa' | 'proxy' | 'safe' | 'deposit';

export type Wallet = {
  readonly kind: WalletKind;
  readonly address: Address;
  readonly owner: LocalAccount;
};

/**
 * How many actions of the wallet were executed, as of a block: the next one has this number. Throws
 * ChainUnavailableError.
 */
export function readWalletNonce(
  { client }: ChainReader,
  { kind, address, owner }: Wallet,
  { contracts, at }: { readonly contracts: ChainContracts; readonly at: bigint | 'latest' },
): Promise<number> {
  const block = at === 'latest' ? { blockTag: at } : { blockNumber: at };
  return askingChain(`read the nonce of ${address}`, async () => {
    switch (kind) {
      case 'eoa':
        return client.getTransactionCount({ address, ...block });
      case 'safe':
      case 'deposit': {
        const contract = { address, abi: safeAbi, functionName: 'nonce' } as const;
        return Number(await client.readContract({ ...contract, ...block }));
      }
      case 'proxy': {
        const hub = { address: contracts.relayHub, abi: relayHubAbi } as const;
        const args = [owner.address] as const;
        return Number(
          await client.readContract({ ...hub, functionName: 'getNonce', args, ...block }),
        );
      }
    }
  });
}

const relayHubAbi = parseAbi(['function getNonce(address from) view returns (uint256)']);
