/** What a wallet no longer holds: sold out, or redeemed after its market had ended. */
import { notional, ONE } from '../amounts/micro.js';
import type { Tally } from './positions.js';

export type ClosedPosition = {
  /** What a share cost on average, over all that were bought. */
  readonly averagePrice: bigint;
  readonly realizedMicroUsd: bigint;
  readonly closedAtMs: number;
};

/**
 * Undefined while shares are held. Shares that left without a sale were redeemed when their market had
 * ended, at what it paid; otherwise they went elsewhere, and what they cost is all that is known.
 */
export const closedPosition = (
  one: Tally,
  held: bigint,
  ended: { readonly paidPerShare: bigint; readonly atMs: number } | undefined,
): ClosedPosition | undefined => {
  if (held > 0n || one.boughtShares === 0n) return undefined;
  const averagePrice = (one.boughtMicroUsd * ONE) / one.boughtShares;
  if (one.shares === 0n || ended === undefined)
    return { averagePrice, realizedMicroUsd: one.realizedMicroUsd, closedAtMs: one.tradedAtMs };
  const paid = notional(one.shares, ended.paidPerShare);
  return {
    averagePrice,
    realizedMicroUsd: one.realizedMicroUsd + paid - one.costMicroUsd,
    closedAtMs: ended.atMs,
  };
};
