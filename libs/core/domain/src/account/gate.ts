/** Row 0: what must hold before any rule is asked. Gives the first thing that does not. */
import { decimal, MICROS } from '../money.js';
import { epochMs } from '../vocabulary.js';
import { positionKey, type State } from './state.js';
import type { Assessment, Check, GateCode } from './vocabulary.js';

export const MAX_SIGNAL_AGE_MS = 30_000;
/** A signal dated this far ahead of our clock is a clock fault, not a fresh signal. */
const CLOCK_SKEW_MAX_MS = 5_000;

export function gate(assessment: Assessment, state: State): Check | undefined {
  const { signal, market, at } = assessment;
  const strategy = state.strategies.get(signal.strategyId);

  if (state.killed !== undefined) {
    return stop('killed', `killed by ${state.killed.by}: ${state.killed.why}`);
  }
  if (strategy === undefined) return stop('unknown_strategy', signal.strategyId);
  if (strategy.rules === undefined) return stop('rules_not_set', signal.strategyId);

  const ageMs = epochMs(at) - epochMs(signal.observedAt);
  if (Number.isNaN(ageMs)) {
    return stop('invalid_signal', `observedAt "${signal.observedAt}" is no instant`);
  }
  const ageMaxMs = strategy.rules.maxSignalAgeMs ?? MAX_SIGNAL_AGE_MS;
  if (!signal.reduceOnly && ageMs > ageMaxMs) {
    const detail = `observed ${ageMs} ms ago, at most ${ageMaxMs} ms`;
    return {
      ...stop('stale_signal', detail),
      unit: 'ms',
      value: BigInt(ageMs),
      limit: BigInt(ageMaxMs),
    };
  }
  if (ageMs < -CLOCK_SKEW_MAX_MS) {
    return stop('invalid_signal', `observedAt lies ${-ageMs} ms in the future`);
  }
  if (market?.status !== 'open') {
    return stop('market_not_tradable', market === undefined ? 'not listed' : market.status);
  }
  const fault = invalidity(assessment);
  if (fault !== undefined) return stop('invalid_signal', fault);

  if (signal.reduceOnly) {
    const position = state.positions.get(positionKey(signal.strategyId, signal.tokenId));
    const sellable = (position?.settledShares ?? 0n) - (position?.sellingShares ?? 0n);
    if (sellable <= 0n) return stop('nothing_to_reduce', `no settled shares of ${signal.tokenId}`);
  }
  return undefined;
}

function invalidity({ signal, market }: Assessment): string | undefined {
  const { limitPrice, sizeUsd, tokenId, side, reduceOnly } = signal;
  const tick = market?.tickSize ?? (1n as never);
  if (sizeUsd <= 0n) return `sizeUsd is ${decimal(sizeUsd)}, must be above 0`;
  if (limitPrice % tick !== 0n) {
    return `limitPrice ${decimal(limitPrice)} is not a multiple of the tick ${decimal(tick)}`;
  }
  if (limitPrice < tick || limitPrice > MICROS - tick) {
    return `limitPrice ${decimal(limitPrice)} lies outside the market's prices`;
  }
  if (!market?.tokenIds.includes(tokenId)) return `tokenId ${tokenId} is not of this market`;
  if (side === 'SELL' && !reduceOnly) return 'a SELL must be reduceOnly: only what is held is sold';
  if (side === 'BUY' && reduceOnly) return 'a reduceOnly signal sells; BUY opens';
  return undefined;
}

const stop = (code: GateCode, detail: string): Check => ({
  code,
  unit: 'none',
  value: 0n,
  limit: undefined,
  passed: false,
  near: false,
  detail,
});
