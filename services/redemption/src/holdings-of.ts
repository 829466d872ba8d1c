/** What the wallet holds of a resolved market, and what that pays. */
import type { money, redemption } from '@sluice/domain';
import type { KnownMarket, KnownPayout, RedemptionContext } from './redemption.context.js';

export type Held = {
  /** Of every outcome, by its index. */
  readonly holdings: readonly redemption.Holding[];
  readonly blockNumber: bigint;
};

/** Read in a finalized block not older than `notBefore`. Throws when the market pays nothing yet. */
export async function holdingsOf(
  { redeemer }: RedemptionContext,
  { market, payout }: KnownMarket,
  notBefore: bigint,
): Promise<Held> {
  if (payout === undefined) throw new Error(`Market ${market.conditionId} is not resolved`);
  const from = notBefore > payout.blockNumber ? notBefore : payout.blockNumber;
  const { shares, blockNumber } = await redeemer.holdings(market, from);
  const holdings = market.tokenIds.map((tokenId, index) => {
    const held = shares[index] ?? (0n as money.MicroShares);
    return { tokenId, shares: held, payoutUsd: payoutOf(held, index, payout) };
  });
  return { holdings, blockNumber };
}

/** floor(shares × numerator / denominator), as the contract computes it. */
export function payoutOf(
  shares: bigint,
  outcome: number,
  { payoutNumerators, payoutDenominator }: KnownPayout,
): money.MicroUsd {
  const numerator = payoutNumerators[outcome] ?? 0n;
  return ((shares * numerator) / payoutDenominator) as money.MicroUsd;
}
