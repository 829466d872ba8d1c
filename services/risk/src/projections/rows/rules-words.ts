/** Risk rules by the names of their columns, exactly: amounts and fractions as decimals in text. */
import { money, type account } from '@sluice/domain';

export type RulesInColumns = Readonly<Record<string, string | number | boolean>>;

/** Only what is set. */
export const rulesInColumns = (rules: account.RiskRules): RulesInColumns =>
  Object.fromEntries(
    Object.entries(rules).map(([name, value]) => [
      columnOf(name),
      typeof value === 'bigint' ? money.decimal(value) : value,
    ]),
  );

/** "dailyBudgetUsd" is "daily_budget_usd". */
const columnOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
