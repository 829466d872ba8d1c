/** The demo strategy: buys a little of every outcome of every market, and once far too much. */
import { setTimeout as sleep } from 'node:timers/promises';
import { money, type account } from '@sluice/domain';
import { call } from './call-service.js';
import type { Stack } from './stack/stack.js';

export const STRATEGIES = ['demo-yes', 'demo-no'] as const;
const CAPITAL_USD = '1000';
const SIZE_USD = '20';
const TOO_LARGE_USD = '500';
const RULES = {
  daily_budget_usd: '600',
  max_position_size_usd: '25',
  max_concurrent_positions: 50,
  max_spread_pct: '0.5',
  // The paper books are thin: a cent more is two percent already.
  max_slippage_pct: '0.5',
};
/** A book that moved away kills the order; the wish is then sent anew, this often at most. */
const TRIES_MAX = 6;
const LOOK_EVERY_MS = 50;
const TRY_AGAIN_MS = 1_000;
const CENT = 10_000n;
const HIGHEST = 990_000n;

export type DemoStrategy = { stop(): Promise<void> };

/** Repeating it changes nothing. */
export async function registerStrategies(stack: Stack, limits: object = RULES): Promise<void> {
  const { accountId } = stack;
  for (const strategyId of STRATEGIES) {
    const registration = { strategyId, accountId, capitalUsd: CAPITAL_USD };
    await call(stack, 'risk', 'POST', '/strategies', registration);
    const rules = { accountId, rules: limits, why: 'limits of the demo' };
    await call(stack, 'risk', 'PUT', `/strategies/${strategyId}/rules`, rules);
  }
}

/** `held` says whether a strategy's entry into a token is held or on its way. */
export function startDemoStrategy(
  stack: Stack,
  held: (strategyId: string, tokenId: string) => boolean,
  say: (line: string) => void,
): DemoStrategy {
  const run = Date.now().toString(36);
  const tries = new Map<string, number>();
  let stopped = false;
  let boasted = false;

  async function consider(conditionId: string, tokenId: string, strategyId: string): Promise<void> {
    const key = `${strategyId}/${tokenId}`;
    const tried = tries.get(key) ?? 0;
    const price = limitPriceFor(stack.quotes.last(tokenId));
    if (tried >= TRIES_MAX || price === undefined || held(strategyId, tokenId)) return;
    const wish = { strategyId, conditionId, tokenId, side: 'BUY', limitPrice: price };

    if (!boasted) {
      boasted = true;
      const externalId = `${run}-too-large`;
      await send({ ...wish, externalId, sizeUsd: TOO_LARGE_USD });
    }
    tries.set(key, tried + 1);
    await send({ ...wish, externalId: `${run}-${key}-${tried}`, sizeUsd: SIZE_USD });
    // Time for the signal to become a position, before it is looked at again.
    await sleep(TRY_AGAIN_MS);
  }

  async function send(signal: object): Promise<void> {
    try {
      const body = { source: 'demo', orderType: 'FAK', ...signal };
      await call(stack, 'signal-ingest', 'POST', '/signals', body);
    } catch (error) {
      say(`the demo strategy could not send its signal: ${String(error)}`);
    }
  }

  const loops = stack.venue.markets.flatMap(({ conditionId, tokenIds }) =>
    tokenIds.map(async (tokenId, index) => {
      while (!stopped) {
        await consider(conditionId, tokenId, STRATEGIES[index] ?? STRATEGIES[0]);
        await sleep(LOOK_EVERY_MS);
      }
    }),
  );

  return {
    stop: async () => {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

/** Two cents above the best ask, on a grid every market takes; undefined without two sides. */
function limitPriceFor(quote: account.Quote | undefined): string | undefined {
  const ask = quote?.asks[0]?.price;
  const bid = quote?.bids[0]?.price;
  if (ask === undefined || bid === undefined) return undefined;
  const limit = (money.divideUp(ask, CENT) + 2n) * CENT;
  return money.decimal(limit < HIGHEST ? limit : HIGHEST);
}
