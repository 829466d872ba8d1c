/** When somebody wants the end of an order, it is cancelled at the venue. */
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

export const whenOrderCancelRequested = when('OrderCancelRequested').effect<AccountScope>({
  name: 'executor--when-order-cancel-requested',
  effect: (wanted, { accountId }) =>
    wanted.data.accountId === accountId
      ? {
          effect: 'cancel_requested_order',
          id: wanted.data.orderId,
          // Not the order's own: its placing must not hold up its cancel.
          partition: `cancel/${wanted.data.orderId}`,
          payload: packFact(wanted),
        }
      : undefined,
});
