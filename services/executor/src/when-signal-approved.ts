/** When a signal is approved, its order is signed and placed. */
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

export const whenSignalApproved = when('SignalApproved').effect<AccountScope>({
  name: 'executor--when-signal-approved',
  effect: (approved, { accountId }) =>
    approved.data.accountId === accountId
      ? {
          effect: 'place_approved_order',
          id: approved.data.signalId,
          ahead: true,
          payload: packFact(approved),
        }
      : undefined,
});
