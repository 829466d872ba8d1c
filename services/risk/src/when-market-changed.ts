/** When a market changes, what risk remembers of it is old. */
import type { ConditionId } from '@sluice/domain';
import { marketStream, when, type Decisions } from '@sluice/reactions';
import type { RiskContext } from './risk.context.js';

const name = 'risk--when-market-changed';

const learn = (
  { data }: { readonly data: { readonly conditionId: ConditionId } },
  { decisions }: { readonly decisions: Decisions },
): void => decisions.forget(marketStream(data.conditionId));

export const whenMarketChanged = [
  when('MarketListed').learn<object>({ name, learn }),
  when('MarketClosed').learn<object>({ name, learn }),
  when('MarketReopened').learn<object>({ name, learn }),
  when('MarketDisputed').learn<object>({ name, learn }),
  when('MarketDisputeEnded').learn<object>({ name, learn }),
  when('MarketResolved').learn<Pick<RiskContext, 'equity'>>({
    name,
    learn: (trigger, context) => {
      learn(trigger, context);
      // What is held of it counts as its payout from now on.
      context.equity.touchMarket(trigger.data.conditionId);
    },
  }),
];
