/** Every step of this service's schema, oldest first. */
import type { Migration } from '@sluice/postgres';
import { CreateHeldOrders1763800000000 } from './1763800000000-create-held-orders.js';
import { CreateLtRedemptions1763800000001 } from './1763800000001-create-lt-redemptions.js';
import { CreateRedemptionReceipts1763800000002 } from './1763800000002-create-redemption-receipts.js';
import { AddProofToReceipts1763800000010 } from './1763800000010-add-proof-to-receipts.js';
import { CreateWalletActions1763800000011 } from './1763800000011-create-wallet-actions.js';

export const migrations: readonly Migration[] = [
  CreateHeldOrders1763800000000,
  CreateLtRedemptions1763800000001,
  CreateRedemptionReceipts1763800000002,
  AddProofToReceipts1763800000010,
  CreateWalletActions1763800000011,
];
