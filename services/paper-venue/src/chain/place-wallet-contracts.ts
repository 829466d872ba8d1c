/** Puts the real Safe code, and the venue's own proxy and deposit wallets, where traders look for them. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { numberToHex, pad, zeroHash } from 'viem';
import { z } from 'zod';
import type { ChainAccess } from './chain-access.js';
import { codeOf, compileContracts } from './compile-contracts.js';
import type { Address, Hex } from './venue-chain.js';
import {
  DEPOSIT_WALLET_BEACON,
  DEPOSIT_WALLET_FACTORY,
  DEPOSIT_WALLET_IMPLEMENTATION,
  MULTI_SEND,
  PROXY_FACTORY,
  RELAY_HUB,
  SAFE_FACTORY,
  SAFE_FALLBACK_HANDLER,
  SAFE_SINGLETON,
} from './wallet-addresses.js';

/** Where a Safe keeps how many owners must sign; one that is set cannot be set up again. */
const THRESHOLD_SLOT = numberToHex(4, { size: 32 });

/** Repeatable: code already in place is left alone. */
export async function placeWalletContracts({ reader, cheats }: ChainAccess): Promise<void> {
  const [codes, safe, handler, multiSend] = await Promise.all([
    compileContracts(),
    readSafeCode('Safe.sol/Safe'),
    readSafeCode('handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler'),
    readSafeCode('libraries/MultiSend.sol/MultiSend'),
  ]);
  const places: readonly (readonly [Address, Hex])[] = [
    [SAFE_SINGLETON, safe],
    [SAFE_FALLBACK_HANDLER, handler],
    [MULTI_SEND, knowingItself(multiSend, MULTI_SEND)],
    [SAFE_FACTORY, codeOf(codes, 'SafeWalletFactory')],
    [RELAY_HUB, codeOf(codes, 'RelayHub')],
    [PROXY_FACTORY, codeOf(codes, 'ProxyWalletFactory')],
    [DEPOSIT_WALLET_FACTORY, codeOf(codes, 'DepositWalletFactory')],
    [DEPOSIT_WALLET_BEACON, codeOf(codes, 'DepositWalletBeacon')],
    [DEPOSIT_WALLET_IMPLEMENTATION, codeOf(codes, 'DepositWallet')],
  ];
  for (const [address, bytecode] of places) {
    const present = await reader.getCode({ address });
    if (present !== bytecode) await cheats.setCode({ address, bytecode });
  }
  /* As its constructor does, so that nobody owns the code all Safes share. */
  const value = pad(numberToHex(1));
  await cheats.setStorageAt({ address: SAFE_SINGLETON, index: THRESHOLD_SLOT, value });
}

/** A contract of the Safe package as it runs on a chain. Throws when the package is not installed. */
export async function readSafeCode(contract: string): Promise<Hex> {
  const artifact = z
    .object({ deployedBytecode: z.string().regex(/^0x[0-9a-f]+$/) })
    .parse(JSON.parse(await readFile(pathInPackage(`${contract}.json`), 'utf8')));
  return artifact.deployedBytecode as Hex;
}

function pathInPackage(file: string): string {
  const path = `@safe-global/safe-smart-account/build/artifacts/contracts/${file}`;
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch (error) {
    throw new Error(`Could not find the code of Safes, ${path}: run npm ci`, { cause: error });
  }
}

/** MultiSend's constructor writes its own address into its code, to refuse being called directly. */
function knowingItself(code: Hex, address: Address): Hex {
  const push = '7f';
  const blank = `${push}${zeroHash.slice(2)}`;
  if (code.split(blank).length !== 2)
    throw new Error('Could not place MultiSend: its code does not have one place for its address');
  return code.replace(blank, `${push}${pad(address).slice(2).toLowerCase()}`) as Hex;
}
