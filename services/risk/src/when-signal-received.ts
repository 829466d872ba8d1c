/** When a signal is received, its account decides whether we may trade on it. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';
import { marketView, type RiskContext } from './risk.context.js';

export const whenSignalReceived = when('SignalReceived').tell(account.decider)<
  Pick<RiskContext, 'clock' | 'quotes' | 'midpoints' | 'equity'>
>({
  name: 'risk--when-signal-received',
  stream: ({ data }) => accountStream(data.accountId),
  command: async ({ data: signal }, { decisions, quotes, midpoints, equity, clock }) => {
    const { accountId, strategyId, conditionId, tokenId } = signal;
    const state = await decisions.state(account.decider, accountStream(accountId));
    return {
      type: 'AssessSignal',
      data: {
        signal,
        market: await marketView(decisions, conditionId),
        quote: quotes.last(tokenId),
        marks: await equity.of(strategyId, state),
        midpoints: midpoints.of(tokenId),
        at: clock.now(),
      },
    };
  },
});
