/** A trade as one of its parties reads it: over REST and on the user channel. */
import { formatMicro } from '../amounts/micro.js';
import type { Market } from '../markets/market.js';
import type { TradeLeg, VenueTrade } from './trade.js';

/** The top level always describes the taker; the maker finds itself among maker_orders. */
export const tradeRow = (trade: VenueTrade, market: Market | undefined, reader: string) => {
  const { taker } = trade;
  const asTaker = taker.owner === reader;
  const own = asTaker ? taker : (trade.makers.find((leg) => leg.owner === reader) ?? taker);
  return {
    id: trade.id,
    taker_order_id: taker.orderId,
    market: trade.conditionId,
    asset_id: taker.tokenId,
    side: taker.side,
    size: formatMicro(taker.shares),
    fee_rate_bps: '0',
    price: formatMicro(taker.price),
    status: trade.status,
    match_time: seconds(trade.matchedAtMs),
    match_time_nano: (BigInt(trade.matchedAtMs) * 1_000_000n).toString(),
    last_update: seconds(trade.updatedAtMs),
    outcome: market?.outcomes[taker.token] ?? '',
    bucket_index: trade.bucketIndex,
    owner: own.owner,
    maker_address: own.wallet,
    maker_orders: trade.makers.map((leg) => makerOrder(leg, market)),
    transaction_hash: trade.transactionHash ?? '',
    err_msg: trade.error === '' ? null : trade.error,
    trader_side: asTaker ? ('TAKER' as const) : ('MAKER' as const),
  };
};

export const tradeEvent = (
  trade: VenueTrade,
  market: Market | undefined,
  reader: string,
  nowMs: number,
) => ({
  ...tradeRow(trade, market, reader),
  event_type: 'trade',
  type: 'TRADE',
  trade_owner: reader,
  matchtime: seconds(trade.matchedAtMs),
  timestamp: nowMs.toString(),
});

const makerOrder = (leg: TradeLeg, market: Market | undefined) => ({
  order_id: leg.orderId,
  owner: leg.owner,
  maker_address: leg.wallet,
  matched_amount: formatMicro(leg.shares),
  price: formatMicro(leg.price),
  fee_rate_bps: '0',
  asset_id: leg.tokenId,
  outcome: market?.outcomes[leg.token] ?? '',
  side: leg.side,
});

const seconds = (ms: number): string => Math.floor(ms / 1000).toString();
