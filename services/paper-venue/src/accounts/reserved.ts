/** What of a wallet's holding is spoken for: open orders and matches the chain has not booked. */
import { notional } from '../amounts/micro.js';
import type { Address } from '../chain/venue-chain.js';
import { remainingShares } from '../orders/order.js';
import { legsOf } from '../trades/trade.js';
import type { Venue } from '../venue.js';
import type { Asset } from './holdings.js';

export const availableTo = (venue: Venue, wallet: Address, asset: Asset): bigint => {
  const { balance, allowance } = venue.holdings.known(wallet, asset);
  return (balance < allowance ? balance : allowance) - reservedBy(venue, wallet, asset);
};

export const reservedBy = (venue: Venue, wallet: Address, asset: Asset): bigint =>
  openOrders(venue, wallet, asset) + unsettledTrades(venue, wallet, asset);

const openOrders = (venue: Venue, wallet: Address, asset: Asset): bigint => {
  let reserved = 0n;
  for (const order of venue.orders.live()) {
    if (order.wallet !== wallet) continue;
    if (order.side === 'BUY' && asset === 'COLLATERAL')
      reserved += notional(remainingShares(order), order.price);
    if (order.side === 'SELL' && asset === `token:${order.tokenId}`)
      reserved += remainingShares(order);
  }
  return reserved;
};

const unsettledTrades = (venue: Venue, wallet: Address, asset: Asset): bigint => {
  let reserved = 0n;
  for (const leg of venue.trades.unsettled().flatMap(legsOf)) {
    if (leg.wallet !== wallet) continue;
    if (leg.side === 'BUY' && asset === 'COLLATERAL') reserved += leg.dollars + leg.fee;
    if (leg.side === 'SELL' && asset === `token:${leg.tokenId}`) reserved += leg.shares;
  }
  return reserved;
};
