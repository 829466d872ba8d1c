/** Which wallet trades for a key: the key's own address, or a smart wallet that belongs to it. */
import { encodeAbiParameters, encodePacked, getContractAddress, keccak256 } from 'viem';
import type { Address, Hex } from '../chain/venue-chain.js';
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
      return getContractAddress({
        opcode: 'CREATE2',
        from: PROXY_FACTORY,
        salt: keccak256(encodePacked(['address'], [owner])),
        bytecodeHash: PROXY_INIT_CODE_HASH,
      });
    case 2:
      return getContractAddress({
        opcode: 'CREATE2',
        from: SAFE_FACTORY,
        salt: keccak256(encodeAbiParameters([{ type: 'address' }], [owner])),
        bytecodeHash: SAFE_INIT_CODE_HASH,
      });
    case 3:
      return depositWallets.of(owner);
  }
};

const PROXY_FACTORY: Address = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052';
const PROXY_INIT_CODE_HASH: Hex =
  '0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b';
const SAFE_FACTORY: Address = '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b';
const SAFE_INIT_CODE_HASH: Hex =
  '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf';
