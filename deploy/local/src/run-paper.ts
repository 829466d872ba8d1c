/** One run of the local Sluice from start to report. Also what the journey and crash tests drive. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { START, type Position, type Recorded } from '@sluice/ports';
import { chainAmounts, venueAmounts } from './amounts.js';
import { registerStrategies, startDemoStrategy } from './demo-strategy.js';
import { Journeys } from './journeys.js';
import { ledgerAmounts, reportOf, type Report } from './report.js';
import { startStack, type Stack, type StackSettings } from './stack/stack.js';

export type PaperRun = {
  readonly stack: Stack;
  readonly journeys: Journeys;
  /** Resolves when every market is over and everything is settled; rejects when nothing moves. */
  finished(): Promise<void>;
  report(): Promise<Report>;
  stop(): Promise<void>;
};

export type PaperRunSettings = StackSettings & {
  readonly onFact?: (fact: Recorded) => void;
  /** Drives the run instead of the demo strategy. */
  readonly drive?: (stack: Stack) => { stop(): Promise<void> };
};

/** A run in which nothing at all happens for this long is stuck. */
const STILL_MAX_MS = 180_000;
/** Nothing may follow for so long before a finished run counts as finished. */
const QUIET_MS = 500;
const START_TAPES_TRIES = 20;

export async function startPaperRun(settings: PaperRunSettings): Promise<PaperRun> {
  const stack = await startStack(settings);
  try {
    return await begin(settings, stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function begin(settings: PaperRunSettings, stack: Stack): Promise<PaperRun> {
  const { say, onFact } = settings;
  const journeys = new Journeys();
  const conditionIds = stack.venue.markets.map(({ conditionId }) => conditionId);
  const tokenIds = stack.venue.markets.flatMap((market) => [...market.tokenIds]);
  const openingUsd = await openingCollateral(settings.dataDir, stack);

  let seen: Position = START;
  const following = stack.ledger.follow({
    name: 'local--view',
    after: START,
    onBatch: (batch) => {
      for (const fact of batch) {
        journeys.take(fact);
        onFact?.(fact);
        seen = fact.position;
      }
      return Promise.resolve();
    },
  });
  following.done.catch((error: unknown) => say(`the view ended: ${String(error)}`));

  const holds = (strategyId: string, tokenId: string) => journeys.holds(strategyId, tokenId);
  if (settings.drive === undefined) await registerStrategies(stack);
  const driver = settings.drive?.(stack) ?? startDemoStrategy(stack, holds, say);
  await startTapes(stack);

  return {
    stack,
    journeys,
    finished: async () => {
      for (;;) {
        const waits = journeys.unfinished(conditionIds);
        const stillMs = Date.now() - journeys.lastFactAtMs;
        if (waits.length === 0 && stillMs >= QUIET_MS) return;
        if (stillMs > STILL_MAX_MS) {
          const waited = `nothing happened for ${STILL_MAX_MS / 1_000} s`;
          throw new Error(`${waited}; still waiting for ${waits.join(', ')}`);
        }
        await sleep(50);
      }
    },
    report: async () => {
      const { last } = await stack.ledger.extent();
      while (seen < last) await sleep(10);
      return reportOf(journeys, {
        ledger: ledgerAmounts(journeys, openingUsd),
        venue: await venueAmounts(stack.venue, tokenIds),
        chain: await chainAmounts(stack.venue, tokenIds),
      });
    },
    stop: async () => {
      await driver.stop();
      await following.stop();
      await stack.stop();
    },
  };
}

/** What the wallet held before its first trade, remembered with the data it belongs to. */
async function openingCollateral(dataDir: string, stack: Stack): Promise<bigint> {
  const file = join(dataDir, 'opening.json');
  if (existsSync(file)) {
    const { microUsd } = JSON.parse(readFileSync(file, 'utf8')) as { readonly microUsd: string };
    return BigInt(microUsd);
  }
  const { collateral } = await chainAmounts(stack.venue, []);
  writeFileSync(file, JSON.stringify({ microUsd: String(collateral) }));
  return collateral;
}

async function startTapes({ venue }: Stack): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${venue.control}/start`, { method: 'POST' });
    if (response.ok) return;
    if (attempt === START_TAPES_TRIES) {
      throw new Error(`the venue did not start its tapes: ${response.status}`);
    }
    await sleep(100);
  }
}
