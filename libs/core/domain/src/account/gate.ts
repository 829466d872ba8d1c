/** Row 0: what must hold before any rule is asked. Gives the first thing that does not. */
import { decimal, MICROS } from '../money.js';
import { DEFAULTS } from './risk-rules.js';
import { positionKey, type Kill, type State, type Strategy } from './state.js';
import type { Assessment, Check, GateCode } from './vocabulary.js';

/** A signal dated this far ahead of our clock is a clock fault, not a fresh signal. */
const CLOCK_SKEW_MAX_MS = 5_000;

export function gate(
  assessment: Assessment,
  state: State,
  { atMs, observedAtMs }: { readonly atMs: number; readonly observedAtMs: number },
): Check | undefined {
  const { signal, market } = assessment;
  const strategy = state.strategies.get(signal.strategyId);

  const killed = stoppingKill(assessment, state, strategy);
  if (killed !== undefined) return killed;
  if (strategy === undefined) {
    return stop('unknown_strategy', `no strategy ${signal.strategyId} is registered`);
  }
  if (strategy.rules === undefined) {
    return stop('rules_not_set', `strategy ${signal.strategyId} has no risk rules`);
  }

  const ageMs = atMs - observedAtMs;
  if (Number.isNaN(ageMs)) {
    return stop('invalid_signal', `observedAt "${signal.observedAt}" is no instant`);
  }
  const ageMaxMs = strategy.rules.maxSignalAgeMs ?? DEFAULTS.maxSignalAgeMs;
  if (!signal.reduceOnly && ageMs > ageMaxMs) {
    return {
      ...stop('stale_signal', `the signal is ${ageMs} ms old, and ${ageMaxMs} ms is allowed`),
      unit: 'ms',
      value: BigInt(ageMs),
      limit: BigInt(ageMaxMs),
      margin: BigInt(ageMaxMs - ageMs),
    };
  }
  if (ageMs < -CLOCK_SKEW_MAX_MS) {
    return stop('invalid_signal', `observedAt lies ${-ageMs} ms in the future`);
  }
  // What is held of a disputed market may be sold as long as it trades.
  const leavesDispute = signal.reduceOnly && market?.status === 'disputed';
  if (market?.status !== 'open' && !leavesDispute) {
    const why = market === undefined ? 'is not listed' : `is ${market.status}`;
    return stop('market_not_tradable', `the market ${why}`);
  }
  const fault = invalidity(assessment);
  if (fault !== undefined) return stop('invalid_signal', fault);

  if (signal.reduceOnly) {
    const position = state.positions.get(positionKey(signal.strategyId, signal.tokenId));
    const sellable = (position?.settledShares ?? 0n) - (position?.sellingShares ?? 0n);
    if (sellable <= 0n)
      return stop('nothing_to_reduce', `there are no settled shares of ${signal.tokenId} to sell`);
  }
  return undefined;
}

/** A kill stops entries, and exits too unless it asked for what is held to be sold. */
function stoppingKill(
  { signal }: Assessment,
  account: State,
  strategy: Strategy | undefined,
): Check | undefined {
  return (
    stopBy('the account', account.killed, signal) ??
    stopBy('the strategy', strategy?.killed, signal)
  );
}

function stopBy(
  scope: string,
  kill: Kill | undefined,
  { reduceOnly }: Assessment['signal'],
): Check | undefined {
  if (kill === undefined || (reduceOnly && kill.flatten)) return undefined;
  return stop('killed', `${scope} was killed at ${kill.at} by ${kill.by}: ${kill.why}`);
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
