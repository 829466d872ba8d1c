/** Makes an owner's wallet where the venue derives it, and lets it grant what trading needs. */
import { maxUint256, pad, zeroAddress } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { codeOf, compileContracts } from './compile-contracts.js';
import { moneyAbi } from './contract-abis.js';
import { readSafeCode } from './place-wallet-contracts.js';
import { operator, PUSD } from './venue-addresses.js';
import type { Address } from './venue-chain.js';
import { depositWalletFactoryAbi, safeAbi } from './wallet-abis.js';
import {
  DEPOSIT_WALLET_FACTORY,
  depositWalletOf,
  proxyWalletOf,
  relay,
  SAFE_FALLBACK_HANDLER,
  SAFE_SINGLETON,
  safeOf,
} from './wallet-addresses.js';
import { allowMover, MONEY_SPENDERS, POSITION_MOVERS, provideGas } from './wallets.js';

/** The first storage slot of a Safe: whose code it runs. */
const SINGLETON_SLOT = pad('0x00');

/** Signature types of wallets that are contracts: 1 proxy, 2 Safe, 3 deposit wallet. */
export type SmartWalletType = 1 | 2 | 3;

/** Idempotent; the wallet's address. Throws VenueChainError. */
export async function makeWallet(
  chain: ChainAccess,
  owner: Address,
  type: SmartWalletType,
): Promise<Address> {
  switch (type) {
    case 1:
      return placeProxyWallet(chain, owner);
    case 2:
      return makeSafe(chain, owner);
    case 3:
      return makeDepositWallet(chain, owner);
  }
}

/** What the real proxy factory does on first use. */
export async function placeProxyWallet(chain: ChainAccess, owner: Address): Promise<Address> {
  const wallet = proxyWalletOf(owner);
  if (await isDeployed(chain, wallet)) return wallet;
  const bytecode = codeOf(await compileContracts(), 'ProxyWallet');
  await chain.cheats.setCode({ address: wallet, bytecode });
  return wallet;
}

/** A Safe without owners yet; its factory or anybody may set it up. */
export async function placeSafe({ reader, cheats }: ChainAccess, owner: Address): Promise<Address> {
  const safe = safeOf(owner);
  if (await isDeployed({ reader }, safe)) return safe;
  await cheats.setStorageAt({ address: safe, index: SINGLETON_SLOT, value: pad(SAFE_SINGLETON) });
  await cheats.setCode({
    address: safe,
    bytecode: await readSafeCode('proxies/SafeProxy.sol/SafeProxy'),
  });
  return safe;
}

export async function isDeployed(
  { reader }: Pick<ChainAccess, 'reader'>,
  wallet: Address,
): Promise<boolean> {
  const code = await reader.getCode({ address: wallet });
  return code !== undefined && code !== '0x';
}

async function makeSafe(chain: ChainAccess, owner: Address): Promise<Address> {
  const safe = await placeSafe(chain, owner);
  const threshold = await chain.reader.readContract({
    address: safe,
    abi: safeAbi,
    functionName: 'getThreshold',
  });
  if (threshold > 0n) return safe;
  await chain.send(operator, {
    purpose: `set up the Safe of ${owner}`,
    to: safe,
    abi: safeAbi,
    functionName: 'setup',
    args: [[owner], 1n, zeroAddress, '0x', SAFE_FALLBACK_HANDLER, zeroAddress, 0n, zeroAddress],
  });
  return safe;
}

async function makeDepositWallet(chain: ChainAccess, owner: Address): Promise<Address> {
  const wallet = depositWalletOf(owner);
  if (await isDeployed(chain, wallet)) return wallet;
  await provideGas(chain, relay.address);
  await chain.send(relay, {
    purpose: `deploy the deposit wallet of ${owner}`,
    to: DEPOSIT_WALLET_FACTORY,
    abi: depositWalletFactoryAbi,
    functionName: 'deploy',
    args: [owner],
  });
  return wallet;
}

/** Grants every approval from the wallet itself, without asking its owner to sign. */
export async function approveFromWallet(chain: ChainAccess, wallet: Address): Promise<void> {
  await provideGas(chain, wallet);
  for (const spender of MONEY_SPENDERS) {
    await chain.sendAs(wallet, {
      purpose: `approve ${spender} to take pUSD from ${wallet}`,
      to: PUSD,
      abi: moneyAbi,
      functionName: 'approve',
      args: [spender, maxUint256],
    });
  }
  for (const [keeper, mover] of POSITION_MOVERS) await allowMover(chain, wallet, { keeper, mover });
}
