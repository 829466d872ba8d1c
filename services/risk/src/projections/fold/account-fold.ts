/** An account's state with the records of its strategies: one more fact gives the next. */
import { account, emptyMap, type PersistentMap } from '@sluice/domain';
import { concernedBy, recordAfter, type StrategyRecord } from './strategy-record.js';

export type AccountFold = {
  /** Of the last fact folded; the next one has one more. */
  readonly version: number;
  readonly state: account.State;
  readonly records: PersistentMap<StrategyRecord>;
};

export const emptyFold: AccountFold = {
  version: 0,
  state: account.initialState,
  records: emptyMap(),
};

export function foldFact(fold: AccountFold, fact: account.Event): AccountFold {
  const state = account.evolve(fold.state, fact);
  let records = fold.records;
  for (const strategyId of concernedBy(fact, state)) {
    const after = state.strategies.get(strategyId);
    if (after === undefined) continue;
    const before = fold.state.strategies.get(strategyId) ?? after;
    records = records.with(
      strategyId,
      recordAfter(records.get(strategyId), fact, { before, after }),
    );
  }
  return { version: fold.version + 1, state, records };
}
