/** A token's book as the wire shows it: worst price first, decimals as text, sealed by a hash. */
import { createHash } from 'node:crypto';
import { formatMicro, ONE } from '../amounts/micro.js';
import {
  opposite,
  visibleLevels,
  yesPrice,
  type BookSide,
  type TokenIndex,
  type VisibleLevels,
} from '../matching/order-book.js';
import { isNegRisk } from './market-traits.js';
import type { Market } from './market.js';

export type WireLevel = { readonly price: string; readonly size: string };

export type BookSummary = {
  readonly market: string;
  readonly asset_id: string;
  readonly timestamp: string;
  readonly hash: string;
  readonly bids: readonly WireLevel[];
  readonly asks: readonly WireLevel[];
  readonly min_order_size: string;
  readonly tick_size: string;
  readonly neg_risk: boolean;
  readonly last_trade_price: string;
  /** Only in protocol v2, and then part of the hash. */
  readonly version?: 'v2';
};

export const bookSummary = (market: Market, token: TokenIndex): BookSummary => {
  const unsealed = {
    market: market.id,
    asset_id: market.tokenIds[token],
    timestamp: market.movedAtMs.toString(),
    hash: '',
    bids: wireLevels(market, token, 'bid'),
    asks: wireLevels(market, token, 'ask'),
    min_order_size: formatMicro(market.minSize),
    tick_size: formatMicro(market.tick),
    neg_risk: isNegRisk(market),
    last_trade_price: lastPrice(market, token),
    ...(market.protocol === 'v2' ? { version: market.protocol } : {}),
  };
  const hash = createHash('sha1').update(JSON.stringify(unsealed)).digest('hex');
  return { ...unsealed, hash };
};

export type BestPrices = { readonly bid: bigint | undefined; readonly ask: bigint | undefined };

/** The best prices of a token in its own terms. */
export const bestPrices = (market: Market, token: TokenIndex): BestPrices => {
  const [bid, ask] = BOOK_SIDES.map((side) => {
    const inYes = visibleLevels(market.book, token === 0 ? side : opposite(side))[0]?.[0];
    return inYes === undefined ? undefined : yesPrice(token, inYes);
  });
  return { bid, ask };
};

const BOOK_SIDES = ['bid', 'ask'] as const;

/** A token's visible levels in its own terms, best first. */
export const tokenLevels = (market: Market, token: TokenIndex, side: BookSide): VisibleLevels =>
  token === 0
    ? visibleLevels(market.book, side)
    : visibleLevels(market.book, opposite(side)).map(([price, size]) => [ONE - price, size]);

/** Empty until the first trade. */
export const lastPrice = (market: Market, token: TokenIndex): string => {
  const trade = market.lastTrade;
  if (trade === null) return '';
  return formatMicro(trade.token === token ? trade.price : ONE - trade.price);
};

const wireLevels = (market: Market, token: TokenIndex, side: BookSide): readonly WireLevel[] =>
  tokenLevels(market, token, side)
    .map(([price, size]) => ({ price: formatMicro(price), size: formatMicro(size) }))
    .reverse();
