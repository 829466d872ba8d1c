/** Rows of the read models as callers are shown them. */
import type { DecisionRow } from '../projections/risk-decisions.js';
import type { EquityRow } from '../projections/risk-equity.js';
import type { WatchRow } from '../projections/risk-rule-watch.js';
import type { RulesHistoryRow } from '../projections/risk-rules-history.js';
import type { StateHistoryRow } from '../projections/risk-state-history.js';

export const decisionView = (row: DecisionRow) => ({
  signalId: row.signal_id,
  strategyId: row.strategy_id,
  accountId: row.account_id,
  conditionId: row.condition_id,
  tokenId: row.token_id,
  side: row.side,
  reduceOnly: row.reduce_only,
  orderType: row.order_type,
  limitPrice: plain(row.limit_price),
  sizeUsd: plain(row.size_usd),
  decision: row.decision,
  code: row.code ?? undefined,
  sentence: row.sentence,
  shares: row.shares === null ? undefined : plain(row.shares),
  reservedUsd: row.reserved_usd === null ? undefined : plain(row.reserved_usd),
  rulesVersion: row.rules_version,
  checks: row.checks.map(({ limit, margin, ...check }) => ({
    ...check,
    limit: limit ?? undefined,
    margin: margin ?? undefined,
  })),
  sizing: row.sizing === null ? undefined : sizingView(row.sizing),
  quote: row.quote ?? undefined,
  decidedAt: row.decided_at.toISOString(),
  position: row.position,
});

function sizingView({ asked_usd, sized_usd, by, volatility, clipped }: Sizing) {
  const { multiplier, points, rho } = volatility ?? {};
  return {
    askedUsd: asked_usd,
    sizedUsd: sized_usd,
    by,
    clipped,
    volatility: volatility === null ? undefined : { multiplier, points, rho: rho ?? undefined },
  };
}

type Sizing = NonNullable<DecisionRow['sizing']>;

export const rulesVersionView = (row: RulesHistoryRow) => ({
  version: row.version,
  by: row.by,
  why: row.why,
  at: row.at.toISOString(),
  effectiveAt: row.effective_at.toISOString(),
  /** Missing when a newer version came first, or its time has not come. */
  tookEffectAt: row.took_effect_at?.toISOString(),
  rules: row.rules,
  position: row.position,
});

export const stateChangeView = (row: StateHistoryRow) => ({
  /** Missing for what happened to the whole account. */
  strategyId: row.strategy_id ?? undefined,
  accountId: row.account_id,
  kind: row.kind,
  cause: row.cause ?? undefined,
  by: row.by ?? undefined,
  why: row.why ?? undefined,
  formula: row.formula ?? undefined,
  inputs: row.inputs,
  until: row.until?.toISOString(),
  at: row.at.toISOString(),
  position: row.position,
});

export const equityPointView = (row: EquityRow) => ({
  at: row.at.toISOString(),
  equityUsd: plain(row.equity_usd),
  peakUsd: plain(row.peak_usd),
  troughUsd: plain(row.trough_usd),
  position: row.position,
});

export const ruleWatchView = (row: WatchRow) => ({
  code: row.code,
  unit: row.unit,
  evaluations: row.evaluated_count,
  lastEvaluatedAt: row.last_evaluated_at.toISOString(),
  lastValue: plain(row.last_value),
  lastLimit: plain(row.last_limit),
  lastPassed: row.last_passed,
  /** The least part of its limit that was ever left; negative when it was beyond. */
  closestMarginPct: plain(row.closest_margin_pct),
  closestValue: plain(row.closest_value),
  closestLimit: plain(row.closest_limit),
  closestAt: row.closest_at.toISOString(),
  refusals: row.fired_count,
  lastRefusedAt: row.last_fired_at?.toISOString(),
  lastOffAt: row.last_off_at?.toISOString(),
});

/** Postgres writes every decimal its column has: "20.500000" is "20.5". */
const plain = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
