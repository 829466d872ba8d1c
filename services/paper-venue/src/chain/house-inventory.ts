/** The house never runs dry: money and complete sets are minted to it before a trade needs them. */
import { zeroHash } from 'viem';
import type { ChainAccess } from './chain-access.js';
import { conditionalTokensAbi, negRiskAdapterAbi, routerAbi } from './contract-abis.js';
import { placeOfToken } from './exchange-of-token.js';
import { shortConditionId } from './market-ids.js';
import { CONDITIONAL_TOKENS, NEG_RISK_ADAPTER, ROUTER, USDC_E, house } from './venue-addresses.js';
import type { Hex, MarketKind, SettledOrder } from './venue-chain.js';
import {
  approveEverything,
  approveMoney,
  fundWallet,
  mintUsdcE,
  readCollateral,
  readPosition,
} from './wallets.js';

/** One billion pUSD, and ten million complete sets a market; topped up by as much when short. */
const HOUSE_MONEY_MICRO_USD = 10n ** 15n;
const HOUSE_SETS_MICRO_SHARES = 10n ** 13n;

/** Repeatable. Leaves the house with money and with every approval it needs. */
export async function openHouse(chain: ChainAccess): Promise<void> {
  await approveEverything(chain, house);
  for (const spender of [CONDITIONAL_TOKENS, NEG_RISK_ADAPTER]) {
    await approveMoney(chain, house, { token: USDC_E, spender });
  }
  await ensureHouseMoney(chain, 1n);
}

export async function ensureHouseMoney(chain: ChainAccess, neededMicroUsd: bigint): Promise<void> {
  const { balance } = await readCollateral(chain, house.address);
  if (balance < neededMicroUsd) {
    await fundWallet(chain, house.address, neededMicroUsd + HOUSE_MONEY_MICRO_USD);
  }
}

/** A token that no exchange trades is left to the exchange to refuse, in its own words. */
export async function ensureHouseShares(
  chain: ChainAccess,
  { tokenId, needed }: { readonly tokenId: string; readonly needed: bigint },
): Promise<void> {
  const { kind, conditionId } = await placeOfToken(chain, tokenId);
  if (conditionId === undefined) return;
  const { balance } = await readPosition(chain, house.address, tokenId);
  if (balance >= needed) return;
  const amount = needed + HOUSE_SETS_MICRO_SHARES;
  if (kind === 'protocol_v2') await fundWallet(chain, house.address, amount);
  else await mintUsdcE(chain, house.address, amount);
  await chain.send(house, {
    purpose: `split ${amount} complete sets of ${conditionId} for the house`,
    ...splitCall(kind, conditionId, amount),
  });
}

const splitCall = (kind: MarketKind['kind'], conditionId: Hex, amount: bigint) => {
  switch (kind) {
    case 'standard':
      return {
        to: CONDITIONAL_TOKENS,
        abi: conditionalTokensAbi,
        functionName: 'splitPosition',
        args: [USDC_E, zeroHash, conditionId, [1n, 2n], amount],
      };
    case 'neg_risk':
      return {
        to: NEG_RISK_ADAPTER,
        abi: negRiskAdapterAbi,
        functionName: 'splitPosition',
        args: [conditionId, amount],
      };
    case 'protocol_v2':
      return {
        to: ROUTER,
        abi: routerAbi,
        functionName: 'split',
        args: [shortConditionId(conditionId), amount],
      };
  }
};

/** Sees to it that the house can give what its orders in one trade give. */
export async function ensureHouseDelivers(
  chain: ChainAccess,
  orders: readonly SettledOrder[],
): Promise<void> {
  const own = orders.filter(({ maker }) => maker.toLowerCase() === house.address.toLowerCase());
  const buys = own.filter(({ side }) => side === 'BUY');
  if (buys.length > 0) {
    await ensureHouseMoney(
      chain,
      buys.reduce((sum, { makerAmount, fee }) => sum + makerAmount + fee, 0n),
    );
  }
  const sells = own.filter(({ side }) => side === 'SELL');
  for (const tokenId of new Set(sells.map((sell) => sell.tokenId))) {
    const needed = sells
      .filter((sell) => sell.tokenId === tokenId)
      .reduce((sum, { makerAmount }) => sum + makerAmount, 0n);
    await ensureHouseShares(chain, { tokenId, needed });
  }
}
