/** When a fill is final on chain, what it bought may be sold. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenFillConfirmed = when('FillConfirmed').tell(account.decider)({
  name: 'risk--when-fill-confirmed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data }) => ({ type: 'SettleFill', data }),
});
