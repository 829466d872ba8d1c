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
  // Half of the last orders rejected, and the account's breaker for order errors trips.
  command: ({ data: { signalId, reason, at } }) => ({
    type: 'ReleaseReservation',
    data: { signalId, rejected: !metNobody(reason) && !wasCalledOff(reason), at },
  }),
});

/** The order did what it was told to where nobody takes its price: that is no error of ordering. */
const metNobody = (reason: string): boolean =>
  /filled or killed|there are no matching orders/i.test(reason);

/** A kill, or a person, stopped it on its way: the executor's own words, before what they gave as why. */
const wasCalledOff = (reason: string): boolean =>
  /^(not (signed|sent): |never taken, and )(cancelled by |(account|strategy) \S+ was killed)/.test(
    reason,
  );
