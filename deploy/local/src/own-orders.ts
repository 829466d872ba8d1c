/** What the venue says of a wallet's orders and trades, asked independently of our services. */
import type { Trade } from '@polymarket/clob-client-v2';
import { money } from '@sluice/domain';
import { officialClient } from './official-client.js';
import type { VenueReady } from './stack/stack.js';

export type OwnOrders = {
  /** Order hashes. */
  readonly open: readonly string[];
  /** By order hash: what was matched and not failed, in millionths of shares. */
  readonly settledShares: ReadonlyMap<string, bigint>;
};

export async function askOwnOrders(venue: VenueReady): Promise<OwnOrders> {
  const client = await officialClient(venue);
  const open = (await client.getOpenOrders()).map(({ id }) => id);
  const settledShares = settledSharesOf(await client.getTrades(), venue.account);
  return { open, settledShares };
}

export function settledSharesOf(
  trades: readonly TradeParts[],
  wallet: string,
): ReadonlyMap<string, bigint> {
  const settled = new Map<string, bigint>();
  for (const trade of trades) {
    if (trade.status.endsWith('FAILED')) continue;
    for (const [orderHash, size] of partsOf(trade, wallet)) {
      settled.set(orderHash, (settled.get(orderHash) ?? 0n) + money.shares(size));
    }
  }
  return settled;
}

export type TradeParts = Pick<Trade, 'status' | 'trader_side' | 'taker_order_id' | 'size'> & {
  readonly maker_orders: readonly Pick<
    Trade['maker_orders'][number],
    'order_id' | 'maker_address' | 'matched_amount'
  >[];
};

/**
 * The taker's size, where the wallet took, and the part of each of its resting orders. A wallet may take
 * from itself: where the crowd's book is thin, its own resting order is the best there is.
 */
function partsOf(trade: TradeParts, wallet: string): readonly (readonly [string, string])[] {
  const made = trade.maker_orders
    .filter(({ maker_address }) => maker_address.toLowerCase() === wallet.toLowerCase())
    .map(({ order_id, matched_amount }) => [order_id, matched_amount] as const);
  return trade.trader_side === 'TAKER' ? [[trade.taker_order_id, trade.size], ...made] : made;
}
