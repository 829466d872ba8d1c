/** Risk rules as a person writes them, checked as a whole before any of them counts. */
import { money, type account } from '@sluice/domain';
import { z } from 'zod';
import { COLUMNS, columnNames, type ColumnName, type RuleColumns } from './rules/columns.js';
import { contradictionsOf, type RuleFault } from './rules/contradictions.js';
import { nearest } from './rules/nearest.js';
import { found } from './rules/values.js';

export { columnNames, type ColumnName, type RuleColumns } from './rules/columns.js';
export type { RuleFault } from './rules/contradictions.js';

export type RulesReading =
  | { readonly kind: 'rules'; readonly rules: account.RiskRules }
  | { readonly kind: 'faults'; readonly faults: readonly RuleFault[] };

/** The rules of these columns, or every fault. A column that is null is not set. */
export function readRules(given: unknown): RulesReading {
  const { columns, faults } = readColumns(given);
  return faults.length === 0
    ? { kind: 'rules', rules: toRiskRules(columns) }
    : { kind: 'faults', faults };
}

/** {@link readRules} as a part of a larger request; the input's shape is for its description. */
export const RulesRequest = z
  .unknown()
  .meta(shapeOfInput())
  .transform((given, context) => {
    const { columns, faults } = readColumns(given);
    for (const { field, detail } of faults) {
      const path = field === '' ? [] : [field];
      context.addIssue({ code: 'custom', path, message: detail, input: given });
    }
    return faults.length === 0 ? columns : z.NEVER;
  });

export const toRiskRules = (columns: RuleColumns): account.RiskRules =>
  Object.fromEntries(
    columnNames.flatMap((name) => {
      const value = columns[name];
      return value === undefined ? [] : [[COLUMNS[name].rule, value]];
    }),
  );

/** A column's value in words: amounts, fractions and factors are decimals in text. */
export type ColumnValue = string | number | boolean;

/** The columns that these rules set, in the order of {@link columnNames}. */
export const columnsOf = (
  rules: account.RiskRules,
): Readonly<Partial<Record<ColumnName, ColumnValue>>> =>
  Object.fromEntries(
    columnNames.flatMap((name) => {
      const value = rules[COLUMNS[name].rule];
      if (value === undefined) return [];
      return [[name, typeof value === 'bigint' ? money.decimal(value) : value]];
    }),
  );

/** Null where the column is not set. */
export type ColumnChange = {
  readonly column: ColumnName;
  readonly from: ColumnValue | null;
  readonly to: ColumnValue | null;
};

/** The columns that differ; before the first rules nothing is set. */
export function diffOf(
  before: account.RiskRules | undefined,
  after: account.RiskRules,
): readonly ColumnChange[] {
  const [old, young] = [columnsOf(before ?? {}), columnsOf(after)];
  return columnNames
    .map((column) => ({ column, from: old[column] ?? null, to: young[column] ?? null }))
    .filter(({ from, to }) => from !== to);
}

type Columns = { readonly columns: RuleColumns; readonly faults: readonly RuleFault[] };

function readColumns(given: unknown): Columns {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const detail = `must be an object with a value by the name of each column, was ${found(given)}`;
    return { columns: {}, faults: [{ field: '', detail }] };
  }
  const faults: RuleFault[] = [];
  const read: [string, unknown][] = [];
  for (const [field, value] of Object.entries(given)) {
    if (!isColumn(field)) faults.push(unknownColumn(field));
    else if (value !== null && value !== undefined) {
      const parsed = COLUMNS[field].schema.safeParse(value);
      if (parsed.success) read.push([field, parsed.data]);
      else faults.push({ field, detail: parsed.error.issues[0]?.message ?? 'cannot be read' });
    }
  }
  const columns: RuleColumns = Object.fromEntries(read);
  // A column that cannot be read says so once.
  const misread = new Set(faults.map(({ field }) => field));
  const contradictions = contradictionsOf(toRiskRules(columns));
  return {
    columns,
    faults: [...faults, ...contradictions.filter(({ field }) => !misread.has(field))],
  };
}

const isColumn = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name);

function unknownColumn(name: string): RuleFault {
  const field = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  const meant = nearest(name, columnNames) ?? '';
  return { field, detail: `is no column of the risk rules; the nearest is ${meant}` };
}

/** JSON Schema of what {@link RulesRequest} takes. */
function shapeOfInput(): Readonly<Record<string, unknown>> {
  const columns = columnNames.map((name) => [name, COLUMNS[name].schema.nullish()] as const);
  const shape = z.strictObject(Object.fromEntries(columns));
  const { $schema: _, ...rest } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return rest;
}
