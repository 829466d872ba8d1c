/** The one call that turns resolved outcomes into money, for a wallet that acts for itself. */
import type { ConditionId } from '@sluice/domain';
import { encodeFunctionData, zeroHash, type Address, type Hex } from 'viem';
import { conditionBytes } from './chain-reader.js';
import { collateralAdapterAbi, type ChainContracts } from './contracts.js';

/**
 * The adapter takes all of the wallet's outcomes of the condition, burns them and pays pUSD. Calling
 * Conditional Tokens directly with pUSD would succeed, burn nothing and pay nothing.
 */
export function redemptionCall(
  conditionId: ConditionId,
  { collateral, collateralAdapter }: ChainContracts,
): { readonly to: Address; readonly data: Hex } {
  return {
    to: collateralAdapter,
    data: encodeFunctionData({
      abi: collateralAdapterAbi,
      functionName: 'redeemPositions',
      args: [collateral, zeroHash, conditionBytes(conditionId), BOTH_OUTCOMES],
    }),
  };
}

/** Index sets: bit 0 is outcome 0, bit 1 is outcome 1. */
const BOTH_OUTCOMES = [1n, 2n];
