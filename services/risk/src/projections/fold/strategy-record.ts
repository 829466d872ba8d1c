/** What a strategy's rows show besides its account's state: its day, its last mark, whose rules hold. */
import { account, epochMs, type Instant, type StrategyId } from '@sluice/domain';

export type StrategyRecord = {
  /** The latest time of its facts; budget windows are those of this time. A clock may go back. */
  readonly updatedAt: Instant;
  /** The day of that time in the strategy's zone, such as "day/2026-11-22". */
  readonly dayKey: string;
  /** Entries approved on that day, and the equity before its first fact. */
  readonly dailyTrades: number;
  readonly dailyStartEquityUsd: bigint;
  readonly markedAt: Instant | undefined;
  readonly rules: RulesInForce | undefined;
  readonly scheduled: account.RiskRulesSet['data'] | undefined;
};

export type RulesInForce = {
  readonly set: account.RiskRulesSet['data'];
  /** When these took effect, and when the strategy's first rules did. */
  readonly tookEffectAt: Instant;
  readonly firstAt: Instant;
};

/** The record after a fact that concerns its strategy, given the strategy before and after it. */
export function recordAfter(
  record: StrategyRecord | undefined,
  fact: account.Event,
  { before, after }: { readonly before: account.Strategy; readonly after: account.Strategy },
): StrategyRecord {
  const updatedAt = later(record?.updatedAt, fact.data.at);
  const zone = after.rules?.timeZone ?? account.DEFAULTS.timeZone;
  const dayKey = account.dayKeyOf(epochMs(updatedAt), zone);
  const sameDay = record?.dayKey === dayKey ? record : undefined;
  const entries = fact.type === 'SignalApproved' && isEntryOf(fact, dayKey) ? 1 : 0;
  return {
    updatedAt,
    dayKey,
    dailyTrades: (sameDay?.dailyTrades ?? 0) + entries,
    dailyStartEquityUsd: sameDay?.dailyStartEquityUsd ?? account.netEquity(before),
    markedAt: isMark(fact) ? fact.data.at : record?.markedAt,
    ...rulesAfter(record, fact),
  };
}

/** Whom a fact concerns: what happens to the whole account concerns each of its strategies. */
export function concernedBy(fact: account.Event, state: account.State): readonly StrategyId[] {
  switch (fact.type) {
    case 'AccountKilled':
    case 'AccountReleased':
      return everyStrategy(state);
    case 'BreakerTripped':
    case 'BreakerCleared':
      return fact.data.strategyId === undefined ? everyStrategy(state) : [fact.data.strategyId];
    case 'CollateralObserved':
      return [];
    case 'SignalRefused':
      return [fact.data.signal.strategyId];
    default:
      return [fact.data.strategyId];
  }
}

const everyStrategy = ({ strategies }: account.State): readonly StrategyId[] =>
  [...strategies.entries()].map(([strategyId]) => strategyId);

const isEntryOf = ({ data }: account.SignalApproved, dayKey: string): boolean =>
  data.side === 'BUY' && data.dayKey === dayKey;

/** A reset of the peak says what the strategy is worth, too. */
const isMark = ({ type }: account.Event): boolean =>
  type === 'EquityMarked' || type === 'PeakReset';

function rulesAfter(
  record: StrategyRecord | undefined,
  fact: account.Event,
): Pick<StrategyRecord, 'rules' | 'scheduled'> {
  const { rules, scheduled } = record ?? {};
  const inForce = (set: account.RiskRulesSet['data'], tookEffectAt: Instant) => ({
    rules: { set, tookEffectAt, firstAt: rules?.firstAt ?? tookEffectAt },
    scheduled: undefined,
  });
  switch (fact.type) {
    case 'RiskRulesSet':
      return fact.data.effectiveAt === undefined
        ? inForce(fact.data, fact.data.at)
        : { rules, scheduled: fact.data };
    case 'RulesTookEffect':
      return scheduled === undefined ? { rules, scheduled } : inForce(scheduled, fact.data.at);
    default:
      return { rules, scheduled };
  }
}

const later = (one: Instant | undefined, other: Instant): Instant =>
  one !== undefined && epochMs(one) > epochMs(other) ? one : other;
