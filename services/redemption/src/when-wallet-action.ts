/** When a merge or an approval is asked for, it is carried out; one thing at a time per wallet. */
import { epochMs, type AccountId } from '@sluice/domain';
import { packFact } from '@sluice/runtime';
import { when, type Reaction } from '@sluice/reactions';

type Scope = {
  readonly accountId: AccountId;
  readonly backOffMs: (attempt: number) => number;
};

const whenRequested = when('WalletActionRequested').effect<Scope>({
  name: 'redemption--when-wallet-action-requested',
  effect: (requested, { accountId }) =>
    requested.data.accountId === accountId
      ? {
          effect: 'perform_requested_action',
          id: requested.id,
          partition: requested.data.wallet,
          payload: packFact(requested),
        }
      : undefined,
});

const whenFailed = when('WalletActionFailed').effect<Scope>({
  name: 'redemption--when-wallet-action-failed',
  effect: (failed, { accountId, backOffMs }) => {
    const { data } = failed;
    if (data.accountId !== accountId || data.final) return undefined;
    return {
      effect: 'retry_failed_action',
      id: failed.id,
      partition: data.wallet,
      payload: packFact(failed),
      notBefore: new Date(epochMs(data.at) + backOffMs(data.attempt)).toISOString(),
    };
  },
});

export const whenWalletAction: readonly Reaction<Scope>[] = [whenRequested, whenFailed];
