/** When the signal of an attempted exit is refused or its order is over, the next attempt may come. */
import { exit, money, type AccountId, type StrategyId, type TokenId } from '@sluice/domain';
import { exitStream, when, type Reaction } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

type Ended = {
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly tokenId: TokenId;
  readonly signalId: string;
};

const name = 'executor--when-exit-attempt-ended';

/** Undefined when another account's, or no exit's. */
const streamOf = (ended: Ended, { accountId }: AccountScope) =>
  ended.accountId === accountId && exit.isExitSignal(ended.signalId)
    ? exitStream(ended)
    : undefined;

const keyOf = (of: Ended & { readonly conditionId: string }) => ({
  exitId: exit.exitIdOf(of.strategyId, of.tokenId),
  accountId: of.accountId,
  strategyId: of.strategyId,
  conditionId: of.conditionId,
  tokenId: of.tokenId,
  signalId: of.signalId,
});

export const whenExitAttemptEnded: readonly Reaction<AccountScope>[] = [
  when('SignalRefused').tell(exit.decider)<AccountScope>({
    name,
    stream: ({ data }, scope) => streamOf(data.signal, scope),
    command: ({ data: { signal, code, sentence, at } }) => ({
      type: 'EndAttempt',
      data: {
        ...keyOf(signal),
        ...{ outcome: 'refused', filledShares: money.noShares, at },
        detail: `${code}: ${sentence}`,
      },
    }),
  }),
  when('OrderRejected').tell(exit.decider)<AccountScope>({
    name,
    stream: ({ data }, scope) => streamOf(data, scope),
    command: ({ data }) => ({
      type: 'EndAttempt',
      data: {
        ...keyOf(data),
        ...{ outcome: 'rejected', filledShares: money.noShares },
        ...{ detail: data.reason, at: data.at },
      },
    }),
  }),
  when('OrderClosed').tell(exit.decider)<AccountScope>({
    name,
    stream: ({ data }, scope) => streamOf(data, scope),
    command: ({ data }) => ({
      type: 'EndAttempt',
      data: {
        ...keyOf(data),
        outcome: data.filledShares > 0n ? 'filled' : 'unfilled',
        filledShares: data.filledShares,
        detail: `the order is over: ${data.reason}`,
        at: data.at,
      },
    }),
  }),
];
