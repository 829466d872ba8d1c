/** Rules that hold for the strategies of a tape from their registration on, from a YAML file. */
import type { account, StrategyId } from '@sluice/domain';
import { parse } from 'yaml';
import { readRules } from '../rules-request.js';
import { found } from '../rules/values.js';
import { faultWords, MalformedLine, messageOf, type Fault } from './malformed-line.js';

export type RulesFile = {
  /** Undefined where the file says nothing about the strategy. */
  rulesFor(strategyId: StrategyId): account.RiskRules | undefined;
  /** The strategies it names. */
  readonly strategyIds: readonly StrategyId[];
};

type Columns = Readonly<Record<string, unknown>>;

/** Throws an error with every fault, each by its place in the file. */
export function readRulesFile(text: string): RulesFile {
  const { defaults, strategies } = partsOf(readYaml(text));
  const faults: Fault[] = [];
  const read = (columns: unknown, place: string): account.RiskRules | undefined => {
    const reading = readRules(columns);
    if (reading.kind === 'rules') return reading.rules;
    faults.push(
      ...reading.faults.map(({ field, detail }) => ({ field: joined(place, field), detail })),
    );
    return undefined;
  };

  const shared = defaults && read(defaults.columns, defaults.place);
  const own = new Map<StrategyId, account.RiskRules | undefined>();
  // Where the defaults are wrong, each strategy would repeat it.
  if (faults.length === 0) {
    for (const [strategyId, columns] of Object.entries(strategies)) {
      const place = `strategies.${strategyId}`;
      const all = isColumns(columns) ? { ...defaults?.columns, ...columns } : columns;
      own.set(strategyId, read(all, place));
    }
  }
  if (faults.length > 0) throw new MalformedLine(faults);
  return {
    rulesFor: (strategyId) => own.get(strategyId) ?? shared,
    strategyIds: [...own.keys()],
  };
}

export const rulesFileFaults = (error: unknown): readonly string[] =>
  error instanceof MalformedLine ? error.faults.map(faultWords) : [messageOf(error)];

function readYaml(text: string): Columns {
  const given: unknown = parse(text, { logLevel: 'error' });
  if (isColumns(given)) return given;
  throw new MalformedLine([{ field: '', detail: `must be a map, was ${found(given)}` }]);
}

type Parts = {
  readonly defaults: { readonly columns: Columns; readonly place: string } | undefined;
  readonly strategies: Columns;
};

function partsOf({ defaults, strategies = {}, ...columns }: Columns): Parts {
  if (!isColumns(strategies)) {
    const detail = `must be a map of columns by strategy, was ${found(strategies)}`;
    throw new MalformedLine([{ field: 'strategies', detail }]);
  }
  if (defaults === undefined) {
    const isEmpty = Object.keys(columns).length === 0;
    return { defaults: isEmpty ? undefined : { columns, place: '' }, strategies };
  }
  const misplaced = Object.keys(columns).map((field) => ({
    field,
    detail: 'must stand under defaults, which the file has',
  }));
  if (misplaced.length > 0) throw new MalformedLine(misplaced);
  if (isColumns(defaults))
    return { defaults: { columns: defaults, place: 'defaults' }, strategies };
  const detail = `must be a map of columns, was ${found(defaults)}`;
  throw new MalformedLine([{ field: 'defaults', detail }]);
}

const isColumns = (given: unknown): given is Columns =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const joined = (place: string, field: string): string =>
  [place, field].filter((part) => part !== '').join('.');
