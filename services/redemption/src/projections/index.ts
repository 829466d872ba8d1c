/** Every read model of this service. */
import type { Projection } from '@sluice/postgres';
import { heldOrders } from './held-orders.js';
import { redemptionReceipts } from './redemption-receipts.js';
import { redemptions } from './redemptions.js';
import { walletActions } from './wallet-actions.js';

export const projections = (): readonly Projection[] => [
  heldOrders,
  redemptions,
  redemptionReceipts,
  walletActions,
];
