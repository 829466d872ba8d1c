/** When a signal is approved, its order is signed. */
import { orderIdOf, packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

export const whenSignalApproved = when('SignalApproved').effect<AccountScope>({
  name: 'executor--when-signal-approved',
  effect: (approved, { accountId }) =>
    approved.data.accountId === accountId
      ? {
          effect: 'sign_approved_order',
          id: approved.data.signalId,
          // Of the order it becomes: who signs it may send it before anybody looks after it.
          partition: orderIdOf(approved.data.signalId),
          payload: packFact(approved),
        }
      : undefined,
});
