/** Where wallets and the contracts that make and move them stand, as on the Solidity side. */
import {
  concatHex,
  encodeAbiParameters,
  encodePacked,
  getContractAddress,
  keccak256,
  pad,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import type { Address, Hex } from './venue-chain.js';

/** The documented Polygon addresses (venue reference 6.1). */
export const SAFE_FACTORY: Address = '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b';
export const MULTI_SEND: Address = '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761';
export const PROXY_FACTORY: Address = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052';
export const RELAY_HUB: Address = '0xD216153c06E857cD7f72665E0aF1d7D82172F494';
export const DEPOSIT_WALLET_FACTORY: Address = '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07';
export const DEPOSIT_WALLET_IMPLEMENTATION: Address = '0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB';
export const DEPOSIT_WALLET_BEACON: Address = '0x7A18EDfe055488A3128f01F563e5B479D92ffc3a';

/** Where Safe's own deployments put the code every Safe shares; a Safe's storage names the first. */
export const SAFE_SINGLETON: Address = '0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552';
export const SAFE_FALLBACK_HANDLER: Address = '0xf48f2B2d2a534e402487b3ee7C18c33Aec0Fe5e4';

/** The relayer's own account: it pays for what owners signed; WalletAddresses.sol names it. */
export const relay = mnemonicToAccount(
  'test test test test test test test test test test test junk',
  { addressIndex: 1003 },
);

export const proxyWalletOf = (owner: Address): Address =>
  getContractAddress({
    opcode: 'CREATE2',
    from: PROXY_FACTORY,
    salt: keccak256(encodePacked(['address'], [owner])),
    bytecodeHash: PROXY_INIT_CODE_HASH,
  });

export const safeOf = (owner: Address): Address =>
  getContractAddress({
    opcode: 'CREATE2',
    from: SAFE_FACTORY,
    salt: keccak256(encodeAbiParameters([{ type: 'address' }], [owner])),
    bytecodeHash: SAFE_INIT_CODE_HASH,
  });

/** Where the factory puts a new one: behind the beacon, as it does since there is one. */
export const depositWalletOf = (owner: Address): Address => {
  const named = encodeAbiParameters(
    [{ type: 'address' }, { type: 'bytes32' }],
    [DEPOSIT_WALLET_FACTORY, pad(owner)],
  );
  return getContractAddress({
    opcode: 'CREATE2',
    from: DEPOSIT_WALLET_FACTORY,
    salt: keccak256(named),
    bytecode: concatHex([...BEACON_CLONE[0], DEPOSIT_WALLET_BEACON, ...BEACON_CLONE[1], named]),
  });
};

const PROXY_INIT_CODE_HASH: Hex =
  '0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b';
const SAFE_INIT_CODE_HASH: Hex =
  '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf';

/** What stands before and after the beacon's address in an ERC-1967 beacon clone with 64 bytes named. */
const BEACON_CLONE: readonly [readonly Hex[], readonly Hex[]] = [
  ['0x6100923d8160233d3973'],
  [
    '0x60195155f3363d3d373d3d363d602036600436635c60da',
    '0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
    '0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
  ],
];
