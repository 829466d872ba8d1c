/**
 * Rule watch: when each rule of a strategy was last asked, what it measured, how close it ever came to
 * its limit, and when it last refused. From decisions alone: a rule is here from its first limit on.
 */
import type { account, StrategyId } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import type { Decided } from './rows/decision-row.js';
import { OWNER } from './rows/strategy-row.js';
import {
  WATCH_SHAPE,
  watchAfter,
  type Evaluation,
  type WatchRow,
  type WatchToWrite,
} from './rows/watch-row.js';

export type { WatchRow } from './rows/watch-row.js';

export const riskRuleWatch: Projection<Decided> = {
  name: 'risk--risk-rule-watch',
  version: 1,
  tables: ['risk_rule_watch'],
  on: ['SignalApproved', 'SignalRefused'],
  apply: async (tx, batch) => {
    const evaluations = batch.flatMap(evaluationsOf);
    if (evaluations.length === 0) return;
    const rows = new Map<string, WatchToWrite>();
    for (const row of await stored(tx, evaluations)) rows.set(keyOf(row), row);
    for (const evaluation of evaluations) {
      const { accountId, strategyId, check } = evaluation;
      const key = keyOf({ account_id: accountId, strategy_id: strategyId, code: check.code });
      const next = watchAfter(rows.get(key), evaluation);
      if (next !== undefined) rows.set(key, next);
    }
    await upsertRows(tx, WATCH_SHAPE, [...rows.values()]);
  },
};

// The question we ask of it

/** The rules of a strategy that ever had a limit, in the order that names a refusal. */
export async function ruleWatchOf(
  database: DataSource,
  strategyId: StrategyId,
): Promise<readonly WatchRow[]> {
  const rows: WatchRow[] = await database.query(
    `select * from risk_rule_watch where strategy_id = $1 and account_id = ${OWNER}`,
    [strategyId],
  );
  return rows.sort((one, other) => RANKS[one.code] - RANKS[other.code]);
}

/** The rules, without the gate before them: what the gate asks is no limit. */
const RANKS: Readonly<Record<account.RuleCode, number>> = {
  circuit_breaker_active: 1,
  strategy_paused: 2,
  drawdown_exceeded: 3,
  consecutive_losses: 4,
  daily_budget_exceeded: 5,
  weekly_budget_exceeded: 6,
  monthly_budget_exceeded: 7,
  position_too_large: 8,
  exposure_exceeded: 9,
  too_many_positions: 10,
  market_already_held: 11,
  slippage_exceeded: 12,
  spread_exceeded: 13,
  liquidity_too_low: 14,
  latency_exceeded: 15,
  account_balance: 16,
  event_loss_exceeded: 17,
};

const isRule = (check: account.Check): check is Evaluation['check'] =>
  Object.hasOwn(RANKS, check.code);

function evaluationsOf(fact: Decided): readonly Evaluation[] {
  const { decision, at } = fact.data;
  const { accountId, strategyId } = fact.type === 'SignalApproved' ? fact.data : fact.data.signal;
  return decision.checks.filter(isRule).map((check) => ({ accountId, strategyId, check, at }));
}

function stored(tx: EntityManager, evaluations: readonly Evaluation[]): Promise<WatchRow[]> {
  const watched = new Map(
    evaluations.map(({ accountId, strategyId }) => [
      `${accountId}/${strategyId}`,
      { accountId, strategyId },
    ]),
  );
  const strategies = [...watched.values()];
  return tx.query(
    `select * from risk_rule_watch
     where (account_id, strategy_id) in (select * from unnest($1::text[], $2::text[]))`,
    [strategies.map(({ accountId }) => accountId), strategies.map(({ strategyId }) => strategyId)],
  );
}

const keyOf = ({
  account_id,
  strategy_id,
  code,
}: Pick<WatchRow, 'account_id' | 'strategy_id' | 'code'>): string =>
  `${account_id}/${strategy_id}/${code}`;
