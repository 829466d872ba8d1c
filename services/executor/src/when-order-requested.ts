/** When an order is signed and on the ledger, it is placed. */
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

export const whenOrderRequested = when('OrderRequested').effect<AccountScope>({
  name: 'executor--when-order-requested',
  effect: (requested, { accountId }) =>
    requested.data.accountId === accountId
      ? {
          effect: 'place_requested_order',
          id: requested.data.orderId,
          partition: requested.data.orderId,
          payload: packFact(requested),
        }
      : undefined,
});
