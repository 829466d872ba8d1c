/** When a resolved condition is redeemed or proven lost, its positions end and profit is realized. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenRedemptionConfirmed = when('RedemptionConfirmed').tell(account.decider)({
  name: 'risk--when-redemption-confirmed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, at },
  }),
});

export const whenLossConfirmed = when('LossConfirmed').tell(account.decider)({
  name: 'risk--when-loss-confirmed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, at },
  }),
});

export const whenRedemptionFoundElsewhere = when('RedemptionFoundElsewhere').tell(account.decider)({
  name: 'risk--when-redemption-found-elsewhere',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, at },
  }),
});
