/** Which wallet trades for a key: the key's own address, or a smart wallet that belongs to it. */
import type { Address } from '../chain/venue-chain.js';
import { proxyWalletOf, safeOf } from '../chain/wallet-addresses.js';
import type { Journal } from '../journal/journal.js';

export type SignatureType = 0 | 1 | 2 | 3;

/** Deposit wallets are made by a relayer the paper venue does not have, so they are told to it. */
export type DepositWallets = {
  register(owner: Address, wallet: Address): void;
  of(owner: Address): Address | undefined;
};

export const createDepositWallets = (journal: Journal): DepositWallets => {
  const byOwner = new Map<string, Address>();
  for (const { id, owner } of journal.restored('deposit-wallet'))
    byOwner.set(owner.toLowerCase(), id as Address);
  return {
    register: (owner, wallet) => {
      byOwner.set(owner.toLowerCase(), wallet);
      journal.write('deposit-wallet', { id: wallet, owner });
    },
    of: (owner) => byOwner.get(owner.toLowerCase()),
  };
};

/** Undefined when the key has no such wallet. */
export const walletOf = (
  owner: Address,
  type: SignatureType,
  depositWallets: DepositWallets,
): Address | undefined => {
  switch (type) {
    case 0:
      return owner;
    case 1:
      return proxyWalletOf(owner);
    case 2:
      return safeOf(owner);
    case 3:
      return depositWallets.of(owner);
  }
};
