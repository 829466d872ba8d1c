/** Which stream a thing lives in. */
import {
  exit,
  redemption,
  type AccountId,
  type ConditionId,
  type SignalId,
  type StrategyId,
  type TokenId,
} from '@sluice/domain';
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

/** The way out of what a strategy holds of an outcome; a strategy trades for one account. */
export const exitStream = ({
  accountId,
  strategyId,
  tokenId,
}: {
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly tokenId: TokenId;
}): StreamId => ({
  aggregate: 'exit',
  id: exit.exitIdOf(strategyId, tokenId),
  partitionKey: accountId,
});

/** Named by the fact that killed. */
export const killStream = (killId: string, accountId: AccountId): StreamId => ({
  aggregate: 'kill',
  id: killId,
  partitionKey: accountId,
});

/** What we know of the account at the venue. */
export const venueStream = (accountId: AccountId): StreamId => ({
  aggregate: 'venue',
  id: accountId,
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

/** What a wallet does on chain besides redeeming. */
export const walletActionStream = (actionId: string, accountId: AccountId): StreamId => ({
  aggregate: 'wallet',
  id: actionId,
  partitionKey: accountId,
});

/** What concerns no account, such as a market's dispute, has nobody to be in line with. */
export const alertStream = (alertId: string, accountId: AccountId): StreamId => ({
  aggregate: 'alert',
  id: alertId,
  partitionKey: accountId === '' ? alertId : accountId,
});
