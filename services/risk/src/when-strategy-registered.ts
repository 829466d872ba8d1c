/** When a strategy is registered, its account is one more to value, to remind and to kill. */
import { when } from '@sluice/reactions';
import type { RiskContext } from './risk.context.js';

export const whenStrategyRegistered = when('StrategyRegistered').learn<RiskContext>({
  name: 'risk--when-strategy-registered',
  learn: ({ data }, { accounts }) => accounts.learn(data.accountId),
});
