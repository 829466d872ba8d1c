/** Values what a strategy holds, and says so when it matters. */
import { decimal } from '../money.js';
import type { AccountId, Instant, StrategyId } from '../vocabulary.js';
import { ITSELF } from './breaches.js';
import type { Event, StrategyResumed } from './facts.js';
import { netEquity, recovery } from './measures.js';
import { positionKey, type State, type Strategy } from './state.js';
import { unrealized } from './totals.js';
import type { Mark } from './vocabulary.js';
import { percent } from './words.js';

/** Equity that moved by less than a basis point is not worth a fact. */
const BASIS_POINTS = 10_000n;

/** The fact of a new equity, and of the resume that it brings, if it moved by more than 1 bp. */
export function mark(
  state: State,
  asked: {
    readonly accountId: AccountId;
    readonly strategyId: StrategyId;
    readonly marks: readonly Mark[];
    readonly at: Instant;
  },
): readonly Event[] {
  const { accountId, strategyId, marks, at } = asked;
  const strategy = state.strategies.get(strategyId);
  if (strategy === undefined) return [];
  let equityUsd = netEquity(strategy);
  const changed = marks.filter(({ tokenId, price }) => {
    const position = state.positions.get(positionKey(strategyId, tokenId));
    if (position === undefined || position.shares === 0n || position.mark === price) return false;
    equityUsd += unrealized(position, price) - unrealized(position);
    return true;
  });
  if (!hasMoved(strategy.markedUsd, equityUsd)) return [];

  const isPeak = equityUsd > strategy.peakUsd;
  const isTrough = isPeak || equityUsd < strategy.troughUsd;
  const peakUsd = isPeak ? equityUsd : strategy.peakUsd;
  const troughUsd = isTrough ? equityUsd : strategy.troughUsd;
  const data = { accountId, strategyId, marks: changed, equityUsd, peakUsd, troughUsd, at };
  const after = {
    ...strategy,
    peakUsd,
    troughUsd,
    unrealizedUsd: unrealizedAt(equityUsd, strategy),
  };
  return [{ type: 'EquityMarked', data }, ...recovered(after, { accountId, at })];
}

/** A drawdown's pause ends by itself once enough of what was lost is back. */
export function recovered(
  strategy: Strategy,
  { accountId, at }: { readonly accountId: AccountId; readonly at: Instant },
): readonly StrategyResumed[] {
  const { strategyId, pause, rules, peakUsd, troughUsd } = strategy;
  const threshold = rules?.drawdownResumeThresholdPct;
  if (pause?.kind !== 'drawdown' || threshold === undefined) return [];
  const regained = recovery(strategy);
  if (regained < threshold) return [];
  return [
    {
      type: 'StrategyResumed',
      data: {
        ...{ accountId, strategyId, kind: 'drawdown', streakReset: false, by: ITSELF, at },
        why: `${percent(regained)} of the drawdown is recovered, ${percent(threshold)} were asked for`,
        formula: '(equity - trough) / (peak - trough) >= drawdown_resume_threshold_pct',
        inputs: [
          { name: 'equity', value: decimal(netEquity(strategy)) },
          { name: 'trough', value: decimal(troughUsd) },
          { name: 'peak', value: decimal(peakUsd) },
          { name: 'drawdown_resume_threshold_pct', value: decimal(threshold) },
        ],
      },
    },
  ];
}

const unrealizedAt = (equityUsd: bigint, { capitalUsd, realizedUsd }: Strategy): bigint =>
  equityUsd - capitalUsd - realizedUsd;

/** Whether an equity that was told as the one is worth telling as the other. */
export function hasMoved(from: bigint, to: bigint): boolean {
  const moved = to > from ? to - from : from - to;
  const scale = from < 0n ? 0n - from : from;
  return moved * BASIS_POINTS > scale;
}
