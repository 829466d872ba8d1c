/** Rules that are each in order and make no sense together. */
import { account, money } from '@sluice/domain';
import type { ColumnName } from './columns.js';

export type RuleFault = {
  /** The column; empty when the rules as a whole are meant. */
  readonly field: string;
  readonly detail: string;
};

type Rules = account.RiskRules;

/** Every contradiction, each told of the column that should change. */
export const contradictionsOf = (rules: Rules): readonly RuleFault[] => [
  ...largerThan(rules, 'daily_budget_usd', 'weekly_budget_usd'),
  ...largerThan(rules, 'daily_budget_usd', 'monthly_budget_usd'),
  ...largerThan(rules, 'weekly_budget_usd', 'monthly_budget_usd'),
  ...moreThanOneSize(rules),
  ...restlessIsLarger(rules),
  ...withoutItsNumber(rules),
];

/**
 * A day's budget above its week's never counts, which nobody means. Limits of different things are
 * left alone: that one of them can never be the first to refuse is no contradiction.
 */
const PAIRS = {
  daily_budget_usd: ({ dailyBudgetUsd }: Rules) => dailyBudgetUsd,
  weekly_budget_usd: ({ weeklyBudgetUsd }: Rules) => weeklyBudgetUsd,
  monthly_budget_usd: ({ monthlyBudgetUsd }: Rules) => monthlyBudgetUsd,
} as const satisfies Partial<Record<ColumnName, (rules: Rules) => bigint | undefined>>;

function largerThan(
  rules: Rules,
  field: keyof typeof PAIRS,
  than: keyof typeof PAIRS,
): readonly RuleFault[] {
  const [value, limit] = [PAIRS[field](rules), PAIRS[than](rules)];
  // A limit of nothing is a way to stop, whatever else is set.
  if (value === undefined || limit === undefined || limit === 0n) return [];
  if (value <= limit) return [];
  return [
    {
      field,
      detail: `must not be above ${than} (${money.decimal(limit)}), was ${money.decimal(value)}`,
    },
  ];
}

function moreThanOneSize({ fixedUsd, equityPct, proportional }: Rules): readonly RuleFault[] {
  const sizes = { fixed_usd: fixedUsd, equity_pct: equityPct, proportional };
  const set = Object.entries(sizes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const detail = `only one of ${Object.keys(sizes).join(', ')} may be set, were ${set.join(' and ')}`;
  return set.slice(1).map((field) => ({ field, detail }));
}

function restlessIsLarger(rules: Rules): readonly RuleFault[] {
  const low = rules.lowVolatilityMultiplier ?? account.DEFAULTS.lowVolatilityMultiplier;
  const high = rules.highVolatilityMultiplier ?? account.DEFAULTS.highVolatilityMultiplier;
  if (rules.useVolatilityAdjustment !== true || low >= high) return [];
  const detail =
    `must not be above low_volatility_multiplier (${money.decimal(low)}), was ${money.decimal(high)}: ` +
    'the size in a restless market would be larger than in a calm one';
  return [{ field: 'high_volatility_multiplier', detail }];
}

function withoutItsNumber(rules: Rules): readonly RuleFault[] {
  const exits = [
    { enabled: rules.enableStopLoss, pct: rules.stopLossPct, name: 'stop_loss' },
    { enabled: rules.enableTakeProfit, pct: rules.takeProfitPct, name: 'take_profit' },
  ];
  return exits
    .filter(({ enabled, pct }) => enabled === true && pct === undefined)
    .map(({ name }) => ({
      field: `${name}_pct`,
      detail: `must be set where enable_${name} is true`,
    }));
}
