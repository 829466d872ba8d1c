/** Makes a trade with the house larger or smaller, for both of its parties alike. */
import { notional, ONE } from '../../amounts/micro.js';
import { takerFee } from '../../amounts/taker-fee.js';
import { HOUSE_KEY, type TradeLeg, type VenueTrade } from '../../trades/trade.js';
import type { Venue } from '../../venue.js';

/** Only what the house alone stands opposite can change size without a stranger's order. */
export const isWithHouse = ({ taker, makers }: VenueTrade): boolean =>
  taker.owner !== HOUSE_KEY && makers.length === 1 && makers[0]?.owner === HOUSE_KEY;

/** Other shares for the same dollars. */
export const withShares = (trade: VenueTrade, shares: bigint): VenueTrade => ({
  ...trade,
  taker: { ...trade.taker, shares },
  makers: trade.makers.map((leg) => ({ ...leg, shares })),
});

/** Other shares, and the dollars and the fee that go with them. */
export const withSize = (venue: Venue, trade: VenueTrade, shares: bigint): VenueTrade =>
  withParts(venue, trade, { shares, dollars: notional(shares, trade.taker.price) });

/** Shares and dollars of the taker; its one maker follows, whichever token it trades. */
export const withParts = (
  venue: Venue,
  trade: VenueTrade,
  { shares, dollars }: { readonly shares: bigint; readonly dollars: bigint },
): VenueTrade => {
  const rate = venue.markets.find(trade.conditionId)?.feeRate ?? 0n;
  const price = shares === 0n ? trade.taker.price : (dollars * ONE) / shares;
  const fee = trade.taker.owner === HOUSE_KEY ? 0n : takerFee({ shares, price, rate });
  const taker = { ...trade.taker, shares, dollars, fee };
  return { ...trade, taker, makers: trade.makers.map((leg) => facing(leg, taker)) };
};

const facing = (leg: TradeLeg, taker: TradeLeg): TradeLeg => ({
  ...leg,
  shares: taker.shares,
  dollars: leg.tokenId === taker.tokenId ? taker.dollars : taker.shares - taker.dollars,
});
