/** Which stream a thing lives in. */
import { redemption, type AccountId, type ConditionId, type SignalId } from '@sluice/domain';
import type { StreamId } from '@sluice/ports';

export const accountStream = (accountId: AccountId): StreamId => ({
  aggregate: 'account',
  id: accountId,
  partitionKey: accountId,
});

/** Partitioned by itself: the same signal is the same stream, whichever account it is sent for. */
export const signalStream = (signalId: SignalId): StreamId => ({
  aggregate: 'signal',
  id: signalId,
  partitionKey: signalId,
});

export const orderStream = (orderId: string, accountId: AccountId): StreamId => ({
  aggregate: 'order',
  id: orderId,
  partitionKey: accountId,
});

export const marketStream = (conditionId: ConditionId): StreamId => ({
  aggregate: 'market',
  id: conditionId,
  partitionKey: conditionId,
});

export const redemptionStream = (accountId: AccountId, conditionId: ConditionId): StreamId => ({
  aggregate: 'redemption',
  id: redemption.redemptionIdOf(accountId, conditionId),
  partitionKey: accountId,
});

export const alertStream = (alertId: string, accountId: AccountId): StreamId => ({
  aggregate: 'alert',
  id: alertId,
  partitionKey: accountId,
});
