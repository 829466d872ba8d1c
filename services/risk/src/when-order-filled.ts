/** When an order fills, what was reserved for it becomes a position, or a position shrinks. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenOrderFilled = when('OrderFilled').tell(account.decider)({
  name: 'risk--when-order-filled',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data }) => ({ type: 'RecordFill', data }),
});
