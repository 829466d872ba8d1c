/** When an attempt to redeem failed, the next one comes after a pause, which holds nobody up. */
import { epochMs, type AccountId } from '@sluice/domain';
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';

export const whenRedemptionFailed = when('RedemptionFailed').effect<{
  readonly accountId: AccountId;
  readonly backOffMs: (attempt: number) => number;
}>({
  name: 'redemption--when-redemption-failed',
  effect: (failed, { accountId, backOffMs }) => {
    const { data } = failed;
    if (data.accountId !== accountId || data.final) return undefined;
    const dueMs = epochMs(data.at) + backOffMs(data.attempt);
    return {
      effect: 'retry_failed_redemption',
      id: `${data.redemptionId}/${failed.id}`,
      partition: data.wallet,
      payload: packFact(failed),
      notBefore: new Date(dueMs).toISOString(),
    };
  },
});
