/** An account's state with the records of its strategies: one more fact gives the next. */
import { account, emptyMap, type PersistentMap } from '@sluice/domain';
import { concernedBy, newRecord, recordAfter, type StrategyRecord } from './strategy-record.js';
import { tradeAfter, type Trade } from './trades.js';

export type AccountFold = {
  /** Of the last fact folded; the next one has one more. */
  readonly version: number;
  readonly state: account.State;
  readonly records: PersistentMap<StrategyRecord>;
  /** By position. */
  readonly trades: PersistentMap<Trade>;
};

export const emptyFold: AccountFold = {
  version: 0,
  state: account.initialState,
  records: emptyMap(),
  trades: emptyMap(),
};

export function foldFact(fold: AccountFold, fact: account.Event): AccountFold {
  const state = account.evolve(fold.state, fact);
  let records = fold.records;
  for (const strategyId of concernedBy(fact, state)) {
    const after = state.strategies.get(strategyId);
    if (after === undefined) continue;
    const before = fold.state.strategies.get(strategyId);
    const record = records.get(strategyId) ?? newRecord(fact.data.at);
    const around = before === undefined ? { after } : { before, after };
    records = records.with(strategyId, recordAfter(record, fact, around));
  }
  const next = { version: fold.version + 1, state, records, trades: fold.trades };
  const isEnding = fact.type === 'ExposureClosed' || fact.type === 'FillReversed';
  return isEnding ? withTrade(next, fact) : next;
}

function withTrade(
  fold: AccountFold,
  fact: account.ExposureClosed | account.FillReversed,
): AccountFold {
  const { strategyId, tokenId } = fact.data;
  const record = fold.records.get(strategyId);
  if (record === undefined) return fold;
  const key = account.positionKey(strategyId, tokenId);
  const known = fold.trades.get(key);
  // A trade that is over is followed by a new one, unless what ended it is undone.
  const current = fact.type === 'ExposureClosed' && known?.isOver === true ? undefined : known;
  const before = { trade: current, streak: record.consecutiveLosses };
  const { trade, streak } = tradeAfter(before, fact, fold.state);
  return {
    ...fold,
    records: fold.records.with(strategyId, { ...record, consecutiveLosses: streak }),
    trades: trade === undefined ? fold.trades.without(key) : fold.trades.with(key, trade),
  };
}
