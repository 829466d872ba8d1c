/** Turns fills of the matching engine into trades and moves the orders they filled. */
import { randomBytes, randomUUID } from 'node:crypto';
import { notional } from '../amounts/micro.js';
import { takerFee } from '../amounts/taker-fee.js';
import type { Market } from '../markets/market.js';
import { yesPrice, type Fill, type RestingOrder, type Side } from '../matching/order-book.js';
import type { VenueOrder } from '../orders/order.js';
import type { Venue } from '../venue.js';
import { HOUSE_KEY, type TradeLeg, type VenueTrade } from './trade.js';

/** One trade per price, so that size times price is exactly what changed hands. */
export const tradesOfTaker = (
  venue: Venue,
  market: Market,
  taker: VenueOrder,
  fills: readonly Fill[],
): readonly VenueTrade[] => {
  const trades = [...byPrice(fills)].map(([yes, atPrice], bucketIndex) => {
    const price = yesPrice(taker.token, yes);
    const makers = atPrice.map((fill) => makerLeg(venue, fill, taker));
    const shares = atPrice.reduce((sum, fill) => sum + fill.shares, 0n);
    const dollars = atPrice.reduce((sum, fill) => sum + notional(fill.shares, price), 0n);
    const fee = takerFee({ shares, price, rate: market.feeRate });
    const leg = { ...legOfOrder(taker), price, shares, dollars, fee };
    return trade(venue, market, { taker: leg, makers, bucketIndex });
  });
  return throughFaults(venue, 'client', trades);
};

/** The crowd took from clients' resting orders: one trade for each of them. */
export const tradesOfHouse = (
  venue: Venue,
  market: Market,
  fills: readonly Fill[],
): readonly VenueTrade[] => {
  const trades = fills.flatMap((fill, bucketIndex) => {
    if (fill.maker === 'house') return [];
    const order = restingOrder(venue, fill.maker);
    const dollars = notional(fill.shares, order.price);
    const leg = { ...legOfOrder(order), shares: fill.shares, dollars, fee: 0n };
    return trade(venue, market, { taker: houseLeg(venue, leg), makers: [leg], bucketIndex });
  });
  return throughFaults(venue, 'house', trades);
};

const throughFaults = (
  venue: Venue,
  taker: 'client' | 'house',
  trades: readonly VenueTrade[],
): readonly VenueTrade[] => {
  if (trades.length === 0) return trades;
  const given = { ...venue.faults.hand(venue), taker, trades };
  return venue.faults.take('match', ['match'], given)?.() ?? trades;
};

/** Writes what a trade did to the clients' orders in it. */
export const fillOrders = (venue: Venue, made: VenueTrade): void => {
  for (const leg of [made.taker, ...made.makers]) {
    const order = leg.owner === HOUSE_KEY ? undefined : venue.orders.find(leg.orderId);
    if (order === undefined) continue;
    const matchedShares = order.matchedShares + leg.shares;
    const filled = order.dollars === null && matchedShares >= order.shares;
    const next = venue.orders.put({
      ...order,
      matchedShares,
      matchedDollars: order.matchedDollars + leg.dollars,
      tradeIds: [...order.tradeIds, made.id],
      status: filled ? 'MATCHED' : order.status,
    });
    if (leg !== made.taker)
      venue.announcements.publish({ kind: 'order', type: 'UPDATE', order: next });
  }
};

const byPrice = (fills: readonly Fill[]): ReadonlyMap<bigint, readonly Fill[]> => {
  const groups = new Map<bigint, readonly Fill[]>();
  for (const fill of fills) groups.set(fill.price, [...(groups.get(fill.price) ?? []), fill]);
  return groups;
};

const makerLeg = (venue: Venue, fill: Fill, taker: VenueOrder): TradeLeg => {
  const dollars = notional(fill.shares, yesPrice(taker.token, fill.price));
  const own = {
    ...legOfOrder(taker),
    price: yesPrice(taker.token, fill.price),
    shares: fill.shares,
    dollars,
    fee: 0n,
  };
  if (fill.maker === 'house') return houseLeg(venue, own);
  const order = restingOrder(venue, fill.maker);
  // Two complementary orders split each dollar between them, whatever the rounding.
  const sameToken = order.token === taker.token;
  return { ...own, ...legOfOrder(order), dollars: sameToken ? dollars : fill.shares - dollars };
};

const legOfOrder = (order: VenueOrder) => ({
  orderId: order.id,
  owner: order.owner,
  wallet: order.wallet,
  token: order.token,
  tokenId: order.tokenId,
  side: order.side,
  price: order.price,
});

/** The house always stands opposite its counterparty, in the same token. */
const houseLeg = (venue: Venue, facing: TradeLeg): TradeLeg => ({
  ...facing,
  orderId: `0x${randomBytes(32).toString('hex')}`,
  owner: HOUSE_KEY,
  wallet: venue.chain.house,
  side: other(facing.side),
  fee: 0n,
});

const other = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');

const restingOrder = (venue: Venue, resting: RestingOrder): VenueOrder => {
  const order = venue.orders.find(resting.id);
  if (order === undefined) throw new Error(`Order ${resting.id} rests in the book but is unknown`);
  return order;
};

const trade = (
  venue: Venue,
  market: Market,
  parts: Pick<VenueTrade, 'taker' | 'makers' | 'bucketIndex'>,
): VenueTrade => ({
  id: randomUUID(),
  conditionId: market.id,
  ...parts,
  status: 'MATCHED',
  transactionHash: null,
  error: '',
  matchedAtMs: venue.nowMs(),
  updatedAtMs: venue.nowMs(),
});
