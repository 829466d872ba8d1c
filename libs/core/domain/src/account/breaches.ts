/** Bad measures of a market: counted, and too many of one kind within a while trip its breaker. */
import { epochMs, type AccountId, type Instant } from '../vocabulary.js';
import type { BreakerTripped } from './facts.js';
import { DEFAULTS } from './risk-rules.js';
import type { Strategy } from './state.js';
import type { BreachKind, RefusalCode } from './vocabulary.js';

/** The rules whose breach counts, and as what. */
export const BREACHES: ReadonlyMap<RefusalCode, BreachKind> = new Map([
  ['slippage_exceeded', 'slippage'],
  ['spread_exceeded', 'spread'],
  ['liquidity_too_low', 'liquidity'],
  ['latency_exceeded', 'latency'],
]);

/** Who acts when no person does. */
export const ITSELF = 'sluice';

/** The breaker that one more breach of a kind trips, if it is the one too many. */
export function tripFor(
  strategy: Strategy,
  kind: BreachKind,
  { accountId, at }: { readonly accountId: AccountId; readonly at: Instant },
): readonly BreakerTripped[] {
  const { rules, strategyId, breaches } = strategy;
  const windowMs = rules?.breakerWindowMs ?? DEFAULTS.breakerWindowMs;
  const tripCount = rules?.breakerTripCount ?? DEFAULTS.breakerTripCount;
  const nowMs = epochMs(at);
  const earlier = breaches.filter(
    (breach) => breach.kind === kind && breach.atMs >= nowMs - windowMs,
  );
  const total = earlier.length + 1;
  if (total < tripCount) return [];
  const cooldownMs = rules?.breakerCooldownMs ?? DEFAULTS.breakerCooldownMs;
  const until = new Date(nowMs + cooldownMs).toISOString();
  const why = `${total} breaches of ${kind} within ${windowMs} ms`;
  return [
    { type: 'BreakerTripped', data: { accountId, strategyId, kind, until, why, by: ITSELF, at } },
  ];
}
