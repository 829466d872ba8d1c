/** Takes out the newest orders of a wallet that its money or shares no longer cover. */
import type { Asset } from '../accounts/holdings.js';
import { assetOf, availableTo } from '../accounts/reserved.js';
import type { Address } from '../chain/venue-chain.js';
import type { Venue } from '../venue.js';
import { withdraw } from './cancel-orders.js';

/** Where markets reserve apart, an order goes only for what its own market asks too much. */
export const withdrawUncovered = (venue: Venue, wallet: Address, asset: Asset): void => {
  const newestFirst = venue.orders
    .live()
    .filter((order) => order.wallet === wallet && assetOf(order) === asset)
    .reverse()
    .sort((a, b) => b.createdAtMs - a.createdAtMs);
  for (const order of newestFirst) {
    const purse = { wallet, asset, conditionId: order.conditionId };
    if (availableTo(venue, purse) < 0n) withdraw(venue, [order], 'INVALID');
  }
};
