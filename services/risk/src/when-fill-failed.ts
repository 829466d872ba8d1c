/** When a fill's settlement fails, its effect on the account is undone, once. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenFillFailed = when('FillFailed').tell(account.decider)({
  name: 'risk--when-fill-failed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data }) => ({ type: 'ReverseFill', data }),
});
