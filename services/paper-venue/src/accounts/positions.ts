/** What a wallet's trades add up to: shares, what they cost on average, what selling them brought. */
import { notional, ONE, smaller } from '../amounts/micro.js';
import type { TradeLeg, VenueTrade } from '../trades/trade.js';
import { HOUSE_KEY, legsOf } from '../trades/trade.js';

export type TradedLeg = {
  readonly trade: VenueTrade;
  readonly leg: TradeLeg;
  readonly taker: boolean;
};

export type Tally = {
  readonly conditionId: string;
  readonly tokenId: string;
  readonly shares: bigint;
  readonly costMicroUsd: bigint;
  readonly boughtShares: bigint;
  /** What all of them cost, before fees. */
  readonly boughtMicroUsd: bigint;
  readonly realizedMicroUsd: bigint;
  readonly feesMicroUsd: bigint;
  /** Of the newest trade. */
  readonly tradedAtMs: number;
};

/** Legs of clients whose money has moved, as far back as the Data API is behind; newest first. */
export const publishedLegs = (
  trades: readonly VenueTrade[],
  untilMs: number,
): readonly TradedLeg[] =>
  trades
    .filter(({ status }) => status === 'MINED' || status === 'CONFIRMED')
    .filter(({ matchedAtMs }) => matchedAtMs <= untilMs)
    .flatMap((trade) =>
      legsOf(trade)
        .filter(({ owner }) => owner !== HOUSE_KEY)
        .map((leg) => ({ trade, leg, taker: leg === trade.taker })),
    );

/** By token; sold shares leave at the average cost of all that were held. */
export const tally = (newestFirst: readonly TradedLeg[]): ReadonlyMap<string, Tally> => {
  const tallies = new Map<string, Tally>();
  for (const { trade, leg } of newestFirst.toReversed()) {
    const before = tallies.get(leg.tokenId) ?? {
      conditionId: trade.conditionId,
      tokenId: leg.tokenId,
      shares: 0n,
      costMicroUsd: 0n,
      boughtShares: 0n,
      boughtMicroUsd: 0n,
      realizedMicroUsd: 0n,
      feesMicroUsd: 0n,
      tradedAtMs: 0,
    };
    const after = afterLeg(before, leg);
    tallies.set(leg.tokenId, { ...after, tradedAtMs: trade.matchedAtMs });
  }
  return tallies;
};

export const averagePrice = ({ shares, costMicroUsd }: Tally): bigint =>
  shares === 0n ? 0n : (costMicroUsd * ONE) / shares;

const afterLeg = (before: Tally, leg: TradeLeg): Tally => {
  const feesMicroUsd = before.feesMicroUsd + leg.fee;
  if (leg.side === 'BUY')
    return {
      ...before,
      feesMicroUsd,
      shares: before.shares + leg.shares,
      boughtShares: before.boughtShares + leg.shares,
      boughtMicroUsd: before.boughtMicroUsd + leg.dollars,
      costMicroUsd: before.costMicroUsd + leg.dollars,
    };
  const sold = smaller(leg.shares, before.shares);
  const cost = notional(sold, averagePrice(before));
  return {
    ...before,
    feesMicroUsd,
    shares: before.shares - sold,
    costMicroUsd: before.costMicroUsd - cost,
    realizedMicroUsd: before.realizedMicroUsd + leg.dollars - cost,
  };
};
