/** What a strategy's rules say about exits, and whether it or its account is killed. */
import { money, type account } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

export type ExitRulesRow = {
  readonly account_id: string;
  /** Empty for the kill of the whole account. */
  readonly strategy_id: string;
  /** In force; null while none are. */
  readonly rules: StoredRules | null;
  readonly rules_version: number;
  /** Set for a later time. */
  readonly scheduled: { readonly rules: StoredRules; readonly version: number } | null;
  readonly killed: Kill | null;
};

/** Fractions as decimals: JSON knows no integers of their own. */
type StoredRules = Readonly<Record<string, string | number | boolean>>;
type Kill = { readonly by: string; readonly why: string; readonly flatten: boolean };

/** The facts by which a strategy's rules and kills change. */
export type SteeringFact =
  | account.RiskRulesSet
  | account.RulesTookEffect
  | account.StrategyKilled
  | account.StrategyReleased
  | account.AccountKilled
  | account.AccountReleased;

export function afterSteering(
  row: ExitRulesRow | undefined,
  { type, data }: SteeringFact,
): ExitRulesRow {
  const before = row ?? newRow(data.accountId, 'strategyId' in data ? data.strategyId : '');
  switch (type) {
    case 'RiskRulesSet': {
      const rules = written(data.rules);
      return data.effectiveAt === undefined
        ? { ...before, rules, rules_version: data.version, scheduled: null }
        : { ...before, scheduled: { rules, version: data.version } };
    }
    case 'RulesTookEffect': {
      const { scheduled } = before;
      if (scheduled === null) return before;
      const { rules, version } = scheduled;
      return { ...before, rules, rules_version: version, scheduled: null };
    }
    case 'StrategyKilled':
    case 'AccountKilled': {
      const { by, why, flatten = false } = data;
      return { ...before, killed: { by, why, flatten } };
    }
    case 'StrategyReleased':
    case 'AccountReleased':
      return { ...before, killed: null };
  }
}

/** The rules of exits among a strategy's rules, as the domain has them. */
export function rulesOf({ rules }: Pick<ExitRulesRow, 'rules'>): account.RiskRules | undefined {
  if (rules === null) return undefined;
  return Object.fromEntries(
    Object.entries(rules).map(([name, value]) => [
      name,
      typeof value === 'string' ? money.ratio(value) : value,
    ]),
  );
}

const EXIT_RULES = [
  'enableStopLoss',
  'stopLossPct',
  'enableTakeProfit',
  'takeProfitPct',
  'trailingStopPct',
  'timeStopMs',
  'exitMaxSlippagePct',
] as const satisfies readonly (keyof account.RiskRules)[];

function written(rules: account.RiskRules): StoredRules {
  return Object.fromEntries(
    EXIT_RULES.flatMap((name) => {
      const value = rules[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'bigint' ? money.decimal(value) : value]];
    }),
  );
}

const newRow = (accountId: string, strategyId: string): ExitRulesRow => ({
  account_id: accountId,
  strategy_id: strategyId,
  rules: null,
  rules_version: 0,
  scheduled: null,
  killed: null,
});

export const EXIT_RULES_SHAPE: RowShape<keyof ExitRulesRow> = {
  table: 'exit_rules',
  key: ['account_id', 'strategy_id'],
  columns: {
    account_id: 'text',
    strategy_id: 'text',
    rules: 'jsonb',
    rules_version: 'integer',
    scheduled: 'jsonb',
    killed: 'jsonb',
  },
};
