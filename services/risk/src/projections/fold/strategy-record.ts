/** What a strategy's row shows besides its account's state: peak, streak and the day's trades. */
import { account, type Instant, money, type StrategyId } from '@sluice/domain';

export type StrategyRecord = {
  /** Highest equity any fact of the account has left. */
  readonly peakUsd: money.MicroUsd;
  readonly consecutiveLosses: number;
  /** The day of the last approved entry, such as "day/2026-11-22"; undefined before the first. */
  readonly dailyWindow: string | undefined;
  readonly dailyTrades: number;
  readonly dailyStartEquityUsd: money.MicroUsd | undefined;
  readonly updatedAt: Instant;
};

export const newRecord = (updatedAt: Instant): StrategyRecord => ({
  peakUsd: money.noUsd,
  consecutiveLosses: 0,
  dailyWindow: undefined,
  dailyTrades: 0,
  dailyStartEquityUsd: undefined,
  updatedAt,
});

/** The record after a fact that concerns its strategy, given the strategy before and after it. */
export function recordAfter(
  record: StrategyRecord,
  fact: account.Event,
  { before, after }: { readonly before?: account.Strategy; readonly after: account.Strategy },
): StrategyRecord {
  const equityUsd = account.equity(after);
  const next = {
    ...record,
    peakUsd: equityUsd > record.peakUsd ? equityUsd : record.peakUsd,
    updatedAt: fact.data.at,
  };
  if (fact.type !== 'SignalApproved' || fact.data.side === 'SELL') return next;
  if (fact.data.dayKey === record.dailyWindow) {
    return { ...next, dailyTrades: record.dailyTrades + 1 };
  }
  return {
    ...next,
    dailyWindow: fact.data.dayKey,
    dailyTrades: 1,
    dailyStartEquityUsd: account.equity(before ?? after),
  };
}

/** Whom a fact concerns: a kill and its release concern every strategy of the account. */
export function concernedBy(fact: account.Event, state: account.State): readonly StrategyId[] {
  switch (fact.type) {
    case 'AccountKilled':
    case 'AccountReleased':
      return [...state.strategies.entries()].map(([strategyId]) => strategyId);
    case 'SignalRefused':
      return [];
    default:
      return [fact.data.strategyId];
  }
}
