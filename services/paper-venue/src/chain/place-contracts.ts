/** Puts the real Conditional Tokens and the venue's own contracts at their documented addresses. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { encodeAbiParameters, keccak256, numberToHex, pad } from 'viem';
import { z } from 'zod';
import type { ChainAccess } from './chain-access.js';
import { codeOf, compileContracts } from './compile-contracts.js';
import {
  AUTO_REDEEMER,
  COLLATERAL_ONRAMP,
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  EXCHANGE_V3,
  NEG_RISK_ADAPTER,
  NEG_RISK_COLLATERAL_ADAPTER,
  NEG_RISK_EXCHANGE,
  POSITION_MANAGER,
  PUSD,
  ROUTER,
  USDC_E,
  WRAPPED_COLLATERAL,
} from './venue-addresses.js';
import type { Address, Hex } from './venue-chain.js';

/** ERC-165 itself, and ERC-1155: what the real constructor registers. */
const CONDITIONAL_TOKENS_INTERFACES: readonly Hex[] = ['0x01ffc9a7', '0xd9b67a26'];
/** The first storage slot of Conditional Tokens: ERC-165's table of interfaces. */
const INTERFACES_SLOT = 0n;

/** Repeatable: code already in place is left alone, and storage is never cleared. */
export async function placeContracts({ reader, cheats }: ChainAccess): Promise<void> {
  const [codes, conditionalTokens] = await Promise.all([
    compileContracts(),
    readConditionalTokens(),
  ]);
  const places: readonly (readonly [Address, Hex])[] = [
    [CONDITIONAL_TOKENS, conditionalTokens],
    [USDC_E, codeOf(codes, 'UsdcE')],
    [PUSD, codeOf(codes, 'PUsd')],
    [COLLATERAL_ONRAMP, codeOf(codes, 'CollateralOnramp')],
    [CTF_COLLATERAL_ADAPTER, codeOf(codes, 'CtfCollateralAdapter')],
    [CTF_EXCHANGE, codeOf(codes, 'CtfExchange')],
    [NEG_RISK_ADAPTER, codeOf(codes, 'NegRiskAdapter')],
    [WRAPPED_COLLATERAL, codeOf(codes, 'WrappedCollateral')],
    [NEG_RISK_COLLATERAL_ADAPTER, codeOf(codes, 'NegRiskCtfCollateralAdapter')],
    [NEG_RISK_EXCHANGE, codeOf(codes, 'NegRiskCtfExchange')],
    [POSITION_MANAGER, codeOf(codes, 'PositionManager')],
    [ROUTER, codeOf(codes, 'Router')],
    [EXCHANGE_V3, codeOf(codes, 'ExchangeV3')],
    [AUTO_REDEEMER, codeOf(codes, 'AutoRedeemer')],
  ];
  for (const [address, bytecode] of places) {
    const present = await reader.getCode({ address });
    if (present !== bytecode) await cheats.setCode({ address, bytecode });
  }
  for (const interfaceId of CONDITIONAL_TOKENS_INTERFACES) {
    const index = keccak256(
      encodeAbiParameters(
        [{ type: 'bytes4' }, { type: 'uint256' }],
        [interfaceId, INTERFACES_SLOT],
      ),
    );
    const value = pad(numberToHex(1));
    await cheats.setStorageAt({ address: CONDITIONAL_TOKENS, index, value });
  }
}

async function readConditionalTokens(): Promise<Hex> {
  const path = createRequire(import.meta.url).resolve(
    '@gnosis.pm/conditional-tokens-contracts/build/contracts/ConditionalTokens.json',
  );
  const artifact = z
    .object({ deployedBytecode: z.string().regex(/^0x[0-9a-f]+$/) })
    .parse(JSON.parse(await readFile(path, 'utf8')));
  return artifact.deployedBytecode as Hex;
}
