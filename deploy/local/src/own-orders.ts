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
  const settledShares = new Map<string, bigint>();
  for (const trade of await client.getTrades()) {
    if (trade.status.endsWith('FAILED')) continue;
    for (const [orderHash, size] of partsOf(trade, venue.account)) {
      settledShares.set(orderHash, (settledShares.get(orderHash) ?? 0n) + money.shares(size));
    }
  }
  return { open, settledShares };
}

/** The taker's size, or each resting order's part, whichever was the wallet's. */
function partsOf(trade: Trade, wallet: string): readonly (readonly [string, string])[] {
  if (trade.trader_side === 'TAKER') return [[trade.taker_order_id, trade.size]];
  return trade.maker_orders
    .filter(({ maker_address }) => maker_address.toLowerCase() === wallet.toLowerCase())
    .map(({ order_id, matched_amount }) => [order_id, matched_amount] as const);
}
