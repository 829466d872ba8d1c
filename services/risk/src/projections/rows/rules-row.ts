/**
 * The limits of a strategy in the design's columns. Limits that no rule enforces yet are null, not
 * the column's default: a limit that is shown must hold. `rules` has every limit exactly.
 */
import { money, type account, type StrategyId } from '@sluice/domain';
import { uuidFrom } from '@sluice/runtime';
import type { EntityManager } from 'typeorm';
import { atMostUsd, USD_10_MAX, USD_12_MAX } from './design-limits.js';
import { ownersOf } from './strategy-row.js';

/** The design's defaults, which the rules share. */
const MAX_POSITIONS_PER_MARKET = 1;
const MAX_CONCURRENT_POSITIONS = 20;

export const ruleIdOf = (strategyId: StrategyId): string => uuidFrom('risk_rules', strategyId);

export async function writeRules(
  tx: EntityManager,
  facts: readonly account.RiskRulesSet[],
): Promise<void> {
  const owners = await ownersOf(
    tx,
    facts.map(({ data }) => data.strategyId),
  );
  const owned = facts.filter(({ data }) => owners.get(data.strategyId) === data.accountId);
  if (owned.length === 0) return;
  // The last change of a batch counts; the row keeps the time of the first.
  const latest = new Map(owned.map((fact) => [fact.data.strategyId, fact]));
  const first = new Map([...owned].reverse().map((fact) => [fact.data.strategyId, fact]));
  const rows = [...latest].map(([id, fact]) => rowOf(fact, first.get(id) ?? fact));
  await tx.query(
    `insert into lt_risk_rules (${COLUMNS.join(', ')})
     select ${COLUMNS.join(', ')} from jsonb_populate_recordset(null::lt_risk_rules, $1::jsonb)
     on conflict (strategy_id) do update set ${COLUMNS.filter((name) => !KEPT.has(name))
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    [JSON.stringify(rows)],
  );
  await tx.query(
    `update lt_strategies s set risk_rules_id = r.rule_id
     from lt_risk_rules r where r.strategy_id = s.strategy_id and s.strategy_id = any($1)`,
    [rows.map(({ strategy_id }) => strategy_id)],
  );
}

const rowOf = ({ data }: account.RiskRulesSet, first: account.RiskRulesSet) => ({
  rule_id: ruleIdOf(data.strategyId),
  strategy_id: data.strategyId,
  ...limitsOf(data.rules),
  created_at: first.data.at,
  updated_at: data.at,
  version: data.version,
  max_signal_age_ms: data.rules.maxSignalAgeMs ?? null,
  time_zone: data.rules.timeZone ?? null,
  by: data.by,
  why: data.why,
  rules: exactly(data.rules),
});

const limitsOf = (rules: account.RiskRules) => ({
  daily_budget_usd: usd(rules.dailyBudgetUsd, USD_12_MAX),
  daily_budget_pct: ratio(rules.dailyBudgetPct),
  max_position_size_usd: usd(rules.maxPositionSizeUsd, USD_10_MAX),
  max_position_size_pct: ratio(rules.maxPositionSizePct),
  max_total_exposure_usd: usd(rules.maxTotalExposureUsd, USD_12_MAX),
  max_total_exposure_pct: ratio(rules.maxTotalExposurePct),
  max_positions_per_market: rules.maxPositionsPerMarket ?? MAX_POSITIONS_PER_MARKET,
  max_concurrent_positions: rules.maxConcurrentPositions ?? MAX_CONCURRENT_POSITIONS,
  max_spread_pct: ratio(rules.maxSpreadPct),
  max_drawdown_pct: null,
  max_consecutive_losses: null,
  max_slippage_pct: null,
  max_latency_ms: null,
});

const usd = (amount: money.MicroUsd | undefined, max: money.MicroUsd): string | null =>
  amount === undefined ? null : atMostUsd(amount, max);

const ratio = (fraction: money.Ratio | undefined): string | null =>
  fraction === undefined ? null : money.decimal(fraction);

/** Amounts and fractions as decimals in text, counts as they are. */
const exactly = (rules: account.RiskRules): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(rules).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? money.decimal(value) : value,
    ]),
  );

const KEPT = new Set(['rule_id', 'strategy_id', 'created_at']);
const COLUMNS = [
  'rule_id',
  'strategy_id',
  'daily_budget_usd',
  'daily_budget_pct',
  'max_position_size_usd',
  'max_position_size_pct',
  'max_total_exposure_usd',
  'max_total_exposure_pct',
  'max_positions_per_market',
  'max_concurrent_positions',
  'max_spread_pct',
  'max_drawdown_pct',
  'max_consecutive_losses',
  'max_slippage_pct',
  'max_latency_ms',
  'created_at',
  'updated_at',
  'version',
  'max_signal_age_ms',
  'time_zone',
  'by',
  'why',
  'rules',
] as const;
