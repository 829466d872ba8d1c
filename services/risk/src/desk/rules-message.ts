/** Risk rules between their columns and the RiskRules message of gRPC, whose fields are named alike. */
import { columnNames, type columnsOf, type diffOf } from '../rules-request.js';

type Columns = ReturnType<typeof columnsOf>;
type ColumnName = (typeof columnNames)[number];

/** "daily_budget_usd" is dailyBudgetUsd in a message that was read. */
const fieldOf = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const COLUMN_OF: ReadonlyMap<string, ColumnName> = new Map(
  columnNames.map((column) => [fieldOf(column), column]),
);

/** As a caller of HTTP would have sent them. What is no message stays what it is, to be refused. */
export function columnsIn(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(
    Object.entries(message).map(([field, value]) => [
      COLUMN_OF.get(field) ?? field,
      // 64 bits come as text, and every time in milliseconds has them.
      field.endsWith('Ms') ? Number(value) : (value as unknown),
    ]),
  );
}

export const rulesMessage = (columns: Columns | Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(columns).map(([column, value]) => [fieldOf(column), value]));

/** Every value is text there, for a column may hold a number, a word or a decimal. */
export const diffMessage = (diff: ReturnType<typeof diffOf>): readonly object[] =>
  diff.map(({ column, from, to }) => ({
    column,
    from: from === null ? undefined : String(from),
    to: to === null ? undefined : String(to),
  }));
