/** When a redemption is planned, it is carried out; one at a time per wallet. */
import type { AccountId } from '@sluice/domain';
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';

export const whenRedemptionRequested = when('RedemptionRequested').effect<{
  readonly accountId: AccountId;
}>({
  name: 'redemption--when-redemption-requested',
  effect: (requested, { accountId }) =>
    requested.data.accountId === accountId
      ? {
          effect: 'submit_requested_redemption',
          id: `${requested.data.redemptionId}/${requested.id}`,
          partition: requested.data.wallet,
          payload: packFact(requested),
        }
      : undefined,
});
