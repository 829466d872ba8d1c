/** An order as its owner reads it: over REST and on the user channel. */
import { formatMicro } from '../amounts/micro.js';
import type { Market } from '../markets/market.js';
import type { VenueOrder } from './order.js';

export const openOrder = (order: VenueOrder, market: Market | undefined) => ({
  id: order.id,
  status: order.status,
  owner: order.owner,
  maker_address: order.wallet,
  market: order.conditionId,
  asset_id: order.tokenId,
  side: order.side,
  original_size: formatMicro(order.shares),
  size_matched: formatMicro(order.matchedShares),
  price: formatMicro(order.price),
  associate_trades: order.tradeIds,
  outcome: market?.outcomes[order.token] ?? '',
  created_at: Math.floor(order.createdAtMs / 1000),
  expiration: order.expiration.toString(),
  order_type: order.orderType,
});

/** A killed order is told with its size in pUSD when it was a BUY, and with most fields empty. */
export const orderEvent = (
  type: 'PLACEMENT' | 'UPDATE' | 'CANCELLATION',
  order: VenueOrder,
  market: Market | undefined,
  nowMs: number,
) => {
  const killed = order.reason !== '';
  return {
    ...openOrder(order, market),
    event_type: 'order',
    type,
    order_owner: order.owner,
    original_size: formatMicro(killed && order.dollars !== null ? order.dollars : order.shares),
    size_matched: killed ? '' : formatMicro(order.matchedShares),
    outcome: killed ? '' : (market?.outcomes[order.token] ?? ''),
    created_at: killed ? '' : order.createdAtMs.toString(),
    status: killed ? `CANCELED_${order.reason}` : order.status,
    timestamp: nowMs.toString(),
  };
};
