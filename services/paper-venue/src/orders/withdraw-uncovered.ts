/** Takes out the newest orders of a wallet that its money or shares no longer cover. */
import type { Asset } from '../accounts/holdings.js';
import { availableTo } from '../accounts/reserved.js';
import type { Address } from '../chain/venue-chain.js';
import type { Venue } from '../venue.js';
import { withdraw } from './cancel-orders.js';

export const withdrawUncovered = (venue: Venue, wallet: Address, asset: Asset): void => {
  const newestFirst = venue.orders
    .live()
    .filter(
      (order) =>
        order.wallet === wallet &&
        asset === (order.side === 'BUY' ? 'COLLATERAL' : `token:${order.tokenId}`),
    )
    .sort((a, b) => b.createdAtMs - a.createdAtMs);
  for (const order of newestFirst) {
    if (availableTo(venue, wallet, asset) >= 0n) return;
    withdraw(venue, [order], 'INVALID');
  }
};
