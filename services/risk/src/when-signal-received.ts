/** When a signal is received, its account decides whether we may trade on it. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';
import { marketView, type RiskContext } from './risk.context.js';

export const whenSignalReceived = when('SignalReceived').tell(account.decider)<RiskContext>({
  name: 'risk--when-signal-received',
  stream: ({ data }) => accountStream(data.accountId),
  command: async ({ data: signal }, { decisions, quotes, clock }) => ({
    type: 'AssessSignal',
    data: {
      signal,
      market: await marketView(decisions, signal.conditionId),
      quote: quotes.last(signal.tokenId),
      at: clock.now(),
    },
  }),
});
