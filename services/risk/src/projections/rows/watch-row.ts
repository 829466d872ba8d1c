/** What one rule of one strategy has measured so far. */
import { money, type account, type AccountId, type Instant, type StrategyId } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';
import { inUnit, marginOf } from './decision-words.js';
import type { ReadRow } from './read-row.js';

/** One check of one decision. */
export type Evaluation = {
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly check: account.Check & { readonly code: account.RuleCode };
  readonly at: Instant;
};

/** The row after one more evaluation; a rule that was never on has none. */
export function watchAfter(
  before: WatchToWrite | undefined,
  evaluation: Evaluation,
): WatchToWrite | undefined {
  const { accountId, strategyId, check, at } = evaluation;
  const { code, unit, limit, passed } = check;
  const margin = marginOf(check);
  if (limit === undefined || margin === undefined) {
    // Off, or nothing to measure: no evaluation.
    return before === undefined ? undefined : { ...before, last_off_at: at };
  }
  const value = inUnit(check.value, unit);
  const shown = inUnit(limit, unit);
  return {
    account_id: accountId,
    strategy_id: strategyId,
    code,
    unit,
    evaluated_count: String(BigInt(before?.evaluated_count ?? 0) + 1n),
    last_evaluated_at: at,
    last_value: value,
    last_limit: shown,
    last_passed: passed,
    ...closest(before, { partLeft: partLeft(margin, limit), value, limit: shown, at }),
    fired_count: String(BigInt(before?.fired_count ?? 0) + (passed ? 0n : 1n)),
    last_fired_at: passed ? (before?.last_fired_at ?? null) : at,
    last_off_at: before?.last_off_at ?? null,
  };
}

/** Stands for a part without end: the largest that is told. */
const PART_MAX = 1_000_000n * money.MICROS;

/**
 * How much of the limit is left, in millionths, rounded down: margin / limit. Of a limit of nothing,
 * nothing is left at it, and all of it is used or left beside it.
 */
function partLeft(margin: bigint, limit: bigint): bigint {
  if (margin === 0n) return 0n;
  if (limit === 0n) return margin < 0n ? 0n - money.MICROS : money.MICROS;
  const size = limit < 0n ? 0n - limit : limit;
  const scaled = margin * money.MICROS;
  // Division cuts towards zero; what is beyond the limit is rounded down as well.
  const part = scaled < 0n ? (scaled - size + 1n) / size : scaled / size;
  if (part > PART_MAX) return PART_MAX;
  return part < 0n - PART_MAX ? 0n - PART_MAX : part;
}

type Closest = Pick<
  WatchToWrite,
  'closest_margin_pct' | 'closest_value' | 'closest_limit' | 'closest_at'
>;

/** The evaluation that left the smallest part; of equal ones the first. */
function closest(
  before: WatchToWrite | undefined,
  now: { partLeft: bigint; value: string; limit: string; at: Instant },
): Closest {
  if (before !== undefined && now.partLeft >= money.ratio(before.closest_margin_pct)) {
    const { closest_margin_pct, closest_value, closest_limit, closest_at } = before;
    return { closest_margin_pct, closest_value, closest_limit, closest_at };
  }
  return {
    closest_margin_pct: money.decimal(now.partLeft),
    closest_value: now.value,
    closest_limit: now.limit,
    closest_at: now.at,
  };
}

const COLUMNS = {
  account_id: 'text',
  strategy_id: 'text',
  code: 'text',
  unit: 'text',
  evaluated_count: 'bigint',
  last_evaluated_at: 'timestamptz',
  last_value: 'numeric',
  last_limit: 'numeric',
  last_passed: 'boolean',
  closest_margin_pct: 'numeric',
  closest_value: 'numeric',
  closest_limit: 'numeric',
  closest_at: 'timestamptz',
  fired_count: 'bigint',
  last_fired_at: 'timestamptz',
  last_off_at: 'timestamptz',
} as const;

export const WATCH_SHAPE: RowShape<keyof typeof COLUMNS> = {
  table: 'risk_rule_watch',
  key: ['account_id', 'strategy_id', 'code'],
  columns: COLUMNS,
};

export type WatchRow = ReadRow<
  typeof COLUMNS,
  'last_fired_at' | 'last_off_at',
  { readonly code: account.RuleCode; readonly unit: account.Check['unit'] }
>;

/** As it is kept while a batch is read: times as they were told, or as Postgres gave them. */
export type WatchToWrite = {
  readonly [Column in keyof WatchRow]: WatchRow[Column] extends Date
    ? Date | Instant
    : WatchRow[Column] extends Date | null
      ? Date | Instant | null
      : WatchRow[Column];
};
