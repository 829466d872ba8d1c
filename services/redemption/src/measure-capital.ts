/** Shows again and again how much money is resolved and not redeemed, and for how long. */
import type { StrategyId } from '@sluice/domain';
import { repeatedly, type Logger, type Metrics } from '@sluice/runtime';
import type { DeskParts } from './desk/desk-parts.js';
import { totalOf, unredeemedOf } from './desk/unredeemed.js';

const EVERY_MS = 10_000;

export function measureCapital(
  parts: Pick<DeskParts, 'accountId' | 'database' | 'decisions' | 'clock'>,
  metrics: CapitalMetrics,
  log: Pick<Logger, 'warn'>,
): { stop(): Promise<void> } {
  return repeatedly({
    intervalMs: EVERY_MS,
    act: () => showCapital(parts, metrics),
    onError: (error) => log.warn({ error: String(error) }, 'capital could not be measured'),
  });
}

/** Of each strategy that has any; a strategy that was paid is no longer shown. */
export async function showCapital(
  parts: Pick<DeskParts, 'accountId' | 'database' | 'decisions' | 'clock'>,
  { unredeemedUsd, unredeemedAgeSeconds }: CapitalMetrics,
): Promise<void> {
  const unredeemed = await unredeemedOf(parts);
  const byStrategy = new Map<StrategyId, typeof unredeemed>();
  for (const one of unredeemed) {
    byStrategy.set(one.strategyId, [...(byStrategy.get(one.strategyId) ?? []), one]);
  }
  unredeemedUsd.reset();
  unredeemedAgeSeconds.reset();
  for (const [strategy, own] of byStrategy) {
    const { usd, oldestAgeMs, conditions } = totalOf(own);
    if (conditions === 0) continue;
    const labels = { account: parts.accountId, strategy };
    unredeemedUsd.set(labels, Number(usd) / MICROS_PER_DOLLAR);
    unredeemedAgeSeconds.set(labels, oldestAgeMs / MS_PER_SECOND);
  }
}

type CapitalMetrics = Pick<Metrics, 'unredeemedUsd' | 'unredeemedAgeSeconds'>;

/** Only for the eyes: what is paid is never computed from it. */
const MICROS_PER_DOLLAR = 1_000_000;
const MS_PER_SECOND = 1_000;
