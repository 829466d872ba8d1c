/** When an order is over, or never was, the account gets back what it did not use. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenOrderClosed = when('OrderClosed').tell(account.decider)({
  name: 'risk--when-order-closed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { signalId, at } }) => ({ type: 'ReleaseReservation', data: { signalId, at } }),
});

export const whenOrderRejected = when('OrderRejected').tell(account.decider)({
  name: 'risk--when-order-rejected',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { signalId, at } }) => ({ type: 'ReleaseReservation', data: { signalId, at } }),
});
