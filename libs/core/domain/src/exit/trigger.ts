/** What makes a strategy leave a position now, and the bids that say so. */
import { confirmedBids, type BidSeen } from './confirm.js';
import { thresholds, type Thresholds } from './thresholds.js';
import { isLargeEnough } from './sale.js';
import type { Kind, Look } from './vocabulary.js';
import type { Price } from '../money.js';
import { epochMs } from '../vocabulary.js';

export type Trigger = {
  readonly kind: Kind;
  /** Micro-dollars for one share; absent where time or a person decided. */
  readonly threshold?: bigint;
  readonly confirmedBy: readonly BidSeen[];
};

/** A kill that sells comes first, then what saves the most. */
export function triggerOf(look: Look, high: Price | undefined): Trigger | undefined {
  const { position, market, kill, quotes, at } = look;
  if (market?.open !== true) return undefined;
  const held = position.settledShares + position.provisionalShares;
  if (kill?.flatten === true && isLargeEnough(held, market)) {
    return { kind: 'flatten', confirmedBy: [] };
  }
  if (!isLargeEnough(position.settledShares, market)) return undefined;

  const armed = armedOf(look, high);
  const bids = confirmedBids(quotes, at);
  const when = (
    kind: Kind,
    threshold: bigint | undefined,
    isHit: (bid: bigint, at: bigint) => boolean,
  ): Trigger | undefined =>
    threshold !== undefined && bids.length > 0 && bids.every(({ bid }) => isHit(bid, threshold))
      ? { kind, threshold, confirmedBy: bids }
      : undefined;
  const isTime = armed.timeStopAt !== undefined && epochMs(at) >= epochMs(armed.timeStopAt);
  return (
    when('stop_loss', armed.stopLoss, (bid, stop) => bid <= stop) ??
    when('trailing_stop', armed.trailingStop, (bid, stop) => bid <= stop) ??
    when('take_profit', armed.takeProfit, (bid, target) => bid >= target) ??
    (isTime ? { kind: 'time_stop', confirmedBy: [] } : undefined)
  );
}

/** Undefined unless it is a new high by more than a hundredth: smaller moves are not worth a fact. */
export function newHigh(look: Look, high: Price | undefined): Price | undefined {
  const { position, market, rules, quotes, at } = look;
  if (rules?.trailingStopPct === undefined || market?.open !== true) return undefined;
  if (position.settledShares === 0n) return undefined;
  const bids = confirmedBids(quotes, at).map(({ bid }) => bid);
  const [first, ...rest] = bids;
  if (first === undefined) return undefined;
  const lowest = rest.reduce((low, bid) => (bid < low ? bid : low), first);
  return high === undefined || lowest * 100n > high * 101n ? lowest : undefined;
}

/** Whether what the exit was triggered by still holds for this strategy. */
export function isArmed(kind: Kind, { rules, kill }: Look, forKill: boolean): boolean {
  switch (kind) {
    case 'stop_loss':
      return rules?.enableStopLoss === true && rules.stopLossPct !== undefined;
    case 'take_profit':
      return rules?.enableTakeProfit === true && rules.takeProfitPct !== undefined;
    case 'trailing_stop':
      return rules?.trailingStopPct !== undefined;
    case 'time_stop':
      return rules?.timeStopMs !== undefined;
    case 'flatten':
      return !forKill || kill?.flatten === true;
  }
}

function armedOf({ position, market, rules }: Look, high: Price | undefined): Thresholds {
  if (rules === undefined || market === undefined) return {};
  const { entryPrice, enteredAt } = position;
  return thresholds({ entryPrice, enteredAt, rules, tickSize: market.tickSize, high });
}
