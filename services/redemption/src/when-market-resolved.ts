/** When a market resolves, what the account holds of it is settled. */
import { packFact } from '@sluice/runtime';
import { when } from '@sluice/reactions';

export const whenMarketResolved = when('MarketResolved').effect<object>({
  name: 'redemption--when-market-resolved',
  effect: (resolved) => ({
    effect: 'settle_resolved_market',
    id: resolved.data.conditionId,
    partition: resolved.data.conditionId,
    payload: packFact(resolved),
  }),
});
