/** When an exit is attempted, its signal is sent: it passes the same gate as any other. */
import { money, signal } from '@sluice/domain';
import { signalStream, when } from '@sluice/reactions';
import type { AccountScope } from './account-scope.js';

export const whenExitAttempted = when('ExitAttempted').tell(signal.decider)<AccountScope>({
  name: 'executor--when-exit-attempted',
  stream: ({ data }, { accountId }) =>
    data.accountId === accountId ? signalStream(data.signalId) : undefined,
  command: ({ data }) => {
    const { exitId, round, attempt, kind, signalId, shares, limitPrice, at } = data;
    const { accountId, strategyId, conditionId, tokenId } = data;
    return {
      type: 'ReceiveSignal',
      data: {
        signalId,
        source: kind,
        externalId: `${exitId}-${round}-${attempt}`,
        ...{ strategyId, accountId, conditionId, tokenId },
        side: 'SELL',
        // Rounded up: at this price it asks for these shares and no step more.
        sizeUsd: money.cost(shares, limitPrice),
        limitPrice,
        orderType: 'FAK',
        reduceOnly: true,
        observedAt: at,
        receivedAt: at,
      },
    };
  },
});
