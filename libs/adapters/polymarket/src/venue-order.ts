/** An order as the venue describes it to its owner. */
import { money } from '@sluice/domain';
import type { VenueOrder } from '@sluice/ports';
import { z } from 'zod';
import { Decimal, readMicros } from './decimals.js';
import { readShares, scaleOf } from './share-scale.js';
import { inPrefixedDialect, orderStatus } from './venue-words.js';

/** Of its fields those that say how it stands; finished orders leave most others out. */
export const OrderState = z.object({
  id: z.string().min(1),
  status: z.string(),
  original_size: Decimal,
  size_matched: z
    .union([Decimal, z.null()])
    .optional()
    .transform((text) => (text == null || text === '' ? '0' : text)),
});

export const OpenOrder = OrderState.extend({
  market: z.string(),
  asset_id: z.string(),
  side: z.enum(['BUY', 'SELL']),
  price: Decimal,
});

/** `signedShares` is what this process signed for the hash; an order placed by hand has none. */
export function readOrder(
  order: z.infer<typeof OpenOrder>,
  signedShares: bigint | undefined,
): VenueOrder {
  const { status, original_size: size, size_matched: matched } = order;
  const scale = scaleOf(size, { signedShares, prefixed: inPrefixedDialect(status) });
  return {
    orderHash: order.id,
    conditionId: order.market,
    tokenId: order.asset_id,
    side: order.side,
    price: money.toPrice(readMicros(order.price)),
    shares: readShares(size, scale),
    matchedShares: readShares(matched, scale),
    status: orderStatus(status),
  };
}
