/** What of a wallet's holding is spoken for: open orders and matches the chain has not booked. */
import { notional, smaller } from '../amounts/micro.js';
import { exchangeOf } from '../auth/order-typed-data.js';
import type { Address } from '../chain/venue-chain.js';
import type { CoverSums } from '../orders/refusal.js';
import { remainingShares, type VenueOrder } from '../orders/order.js';
import { legsOf } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import type { Asset } from './holdings.js';

export type Purse = {
  readonly wallet: Address;
  readonly asset: Asset;
  /** The market the money is wanted for; where markets reserve apart, others' orders do not count. */
  readonly conditionId: string;
  /** An order whose own reservation does not count against it. */
  readonly except?: string;
};

export const availableTo = (venue: Venue, purse: Purse): bigint => {
  const { balance, allowance, matched, active } = coverOf(venue, purse);
  return smaller(balance, allowance) - matched - active;
};

export const coverOf = (venue: Venue, purse: Purse): Omit<CoverSums, 'order'> => {
  const { balance, allowance, allowances } = venue.holdings.known(purse.wallet, purse.asset);
  const market = venue.markets.find(purse.conditionId);
  const towards = market === undefined ? undefined : allowances?.[exchangeOf(market)];
  return {
    balance,
    allowance: towards ?? allowance,
    matched: unsettledTrades(venue, purse),
    active: openOrders(venue, purse),
  };
};

/** What an open order may still cost: pUSD for a BUY, shares for a SELL. */
export const stillNeeded = (order: VenueOrder): bigint => {
  if (order.side === 'SELL') return remainingShares(order);
  return order.dollars === null
    ? notional(remainingShares(order), order.price)
    : order.dollars - order.matchedDollars;
};

export const assetOf = (order: Pick<VenueOrder, 'side' | 'tokenId'>): Asset =>
  order.side === 'BUY' ? 'COLLATERAL' : `token:${order.tokenId}`;

const openOrders = (venue: Venue, purse: Purse): bigint => {
  const apart = venue.rules.reservation === 'per_market';
  let reserved = 0n;
  for (const order of venue.orders.live()) {
    if (order.wallet !== purse.wallet || assetOf(order) !== purse.asset) continue;
    if (order.id === purse.except || (apart && order.conditionId !== purse.conditionId)) continue;
    reserved += stillNeeded(order);
  }
  return reserved;
};

const unsettledTrades = (venue: Venue, { wallet, asset }: Purse): bigint => {
  let reserved = 0n;
  for (const leg of venue.trades.unsettled().flatMap(legsOf)) {
    if (leg.wallet !== wallet || assetOf(leg) !== asset) continue;
    reserved += leg.side === 'BUY' ? leg.dollars + leg.fee : leg.shares;
  }
  return reserved;
};
