/** Which calls do what the wallet is to do: by protocol, by kind of market and by path. */
import type { walletAction } from '@sluice/domain';
import type { ChainMarket, ChainWork } from '@sluice/ports';
import { encodeFunctionData, zeroHash, type Address, type Hex } from 'viem';
import { conditionBytes } from './chain-reader.js';
import {
  collateralAdapterAbi,
  conditionalTokensAbi,
  negRiskAdapterAbi,
  routerAbi,
  type ChainContracts,
} from './contracts.js';
import { ChainIntegrityError } from './errors.js';
import { shortCondition } from './read-router-payouts.js';

/** Through the adapters, which pay pUSD, or past them, which pays USDC.e. */
export type RedeemPath = 'adapter' | 'bypass';

export type Call = { readonly to: Address; readonly data: Hex };

export type Routing = { readonly contracts: ChainContracts; readonly path: RedeemPath };

/** Conditions of the second protocol have 31 bytes, in either of their spellings. */
export const isSecondProtocol = ({ conditionId }: Pick<ChainMarket, 'conditionId'>): boolean =>
  shortCondition(conditionId) !== undefined;

/**
 * Calling Conditional Tokens with pUSD would succeed, burn nothing and pay nothing; so would calling
 * it for a neg-risk market with USDC.e. Throws ChainIntegrityError for what the chain does not know.
 */
export function callsFor(work: ChainWork, routing: Routing): readonly Call[] {
  switch (work.kind) {
    case 'redeem':
      return redeemCalls(work, routing);
    case 'merge':
      return [mergeCall(work, routing)];
    case 'approve':
      return work.approvals.map(({ token, operator }) => ({
        to: token as Address,
        data: encodeFunctionData({
          abi: conditionalTokensAbi,
          functionName: 'setApprovalForAll',
          args: [operator as Address, true],
        }),
      }));
  }
}

/** What it is paid in. */
export const paidIn = (work: ChainWork, { contracts, path }: Routing): Address =>
  work.kind !== 'approve' && path === 'bypass' && !isSecondProtocol(work.market)
    ? contracts.positionCollateral
    : contracts.collateral;

/** The contract that keeps the outcomes of a market. */
export const outcomesAt = (market: ChainMarket, { contracts }: Routing): Address =>
  isSecondProtocol(market) ? contracts.positionManager : contracts.conditionalTokens;

/** Who must be allowed to take the outcomes of a market; undefined when nobody. */
export function approvalFor(
  market: ChainMarket,
  { contracts, path }: Routing,
): walletAction.Approval | undefined {
  const token = contracts.conditionalTokens;
  if (isSecondProtocol(market)) {
    return { token: contracts.positionManager, operator: contracts.router };
  }
  if (path === 'bypass') {
    return market.negRisk ? { token, operator: contracts.negRiskAdapter } : undefined;
  }
  const operator = market.negRisk
    ? contracts.negRiskCollateralAdapter
    : contracts.collateralAdapter;
  return { token, operator };
}

function redeemCalls(
  { market, shares }: Extract<ChainWork, { kind: 'redeem' }>,
  { contracts, path }: Routing,
): readonly Call[] {
  const { collateral, positionCollateral } = contracts;
  if (isSecondProtocol(market)) {
    return shares.flatMap((amount, index) =>
      amount === 0n
        ? []
        : [
            {
              to: contracts.router,
              data: encodeFunctionData({
                abi: routerAbi,
                functionName: 'redeem',
                args: [conditionOfSecond(market.conditionId), BigInt(index), amount],
              }),
            },
          ],
    );
  }
  const condition = conditionBytes(market.conditionId);
  if (path === 'bypass' && market.negRisk) {
    const data = encodeFunctionData({
      abi: negRiskAdapterAbi,
      functionName: 'redeemPositions',
      args: [condition, shares],
    });
    return [{ to: contracts.negRiskAdapter, data }];
  }
  const throughAdapter = path === 'adapter';
  const data = encodeFunctionData({
    abi: collateralAdapterAbi,
    functionName: 'redeemPositions',
    args: [throughAdapter ? collateral : positionCollateral, zeroHash, condition, BOTH_OUTCOMES],
  });
  return [{ to: standardTarget(market, contracts, throughAdapter), data }];
}

function mergeCall(
  { market, shares }: Extract<ChainWork, { kind: 'merge' }>,
  { contracts, path }: Routing,
): Call {
  const { collateral, positionCollateral } = contracts;
  if (isSecondProtocol(market)) {
    const args = [conditionOfSecond(market.conditionId), shares] as const;
    const data = encodeFunctionData({ abi: routerAbi, functionName: 'merge', args });
    return { to: contracts.router, data };
  }
  const condition = conditionBytes(market.conditionId);
  if (path === 'bypass' && market.negRisk) {
    const args = [condition, shares] as const;
    const data = encodeFunctionData({
      ...{ abi: negRiskAdapterAbi, functionName: 'mergePositions', args },
    });
    return { to: contracts.negRiskAdapter, data };
  }
  const throughAdapter = path === 'adapter';
  const token = throughAdapter ? collateral : positionCollateral;
  const data = encodeFunctionData({
    abi: collateralAdapterAbi,
    functionName: 'mergePositions',
    args: [token, zeroHash, condition, BOTH_OUTCOMES, shares],
  });
  return { to: standardTarget(market, contracts, throughAdapter), data };
}

function standardTarget(
  { negRisk }: ChainMarket,
  contracts: ChainContracts,
  throughAdapter: boolean,
): Address {
  if (!throughAdapter) return contracts.conditionalTokens;
  return negRisk ? contracts.negRiskCollateralAdapter : contracts.collateralAdapter;
}

function conditionOfSecond(conditionId: string): Hex {
  const condition = shortCondition(conditionId);
  if (condition !== undefined) return condition;
  throw new ChainIntegrityError(`A condition is 31 bytes in hex, was "${conditionId}"`);
}

/** Index sets: bit 0 is outcome 0, bit 1 is outcome 1. */
const BOTH_OUTCOMES = [1n, 2n];
