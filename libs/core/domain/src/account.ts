/**
 * Account: all trading risk of one wallet.
 *
 * Every signal passes through here and leaves approved or refused, with each rule's number. Nothing
 * else may approve one. One stream per account, so all strategies of a wallet reserve together.
 */
import { assess } from './account/assess.js';
import { evolve } from './account/evolve.js';
import { initialState, type State } from './account/state.js';
import type { Event } from './account/facts.js';
import type { Command } from './account/commands.js';
import type { Mark } from './account/vocabulary.js';
import { recordFill, releaseReservation, reverseFill, settleFill } from './account/bookkeeping.js';
import { mergeSets, settlePosition } from './account/closing.js';
import { mark } from './account/marking.js';
import { passTime } from './account/pass-time.js';
import {
  clearBreaker,
  killAccount,
  killStrategy,
  pauseStrategy,
  releaseAccount,
  releaseStrategy,
  resetPeak,
  resumeStrategy,
  setRiskRules,
  tripBreaker,
} from './account/steering.js';
import type { Decider } from './decider.js';

export * from './account/facts.js';
export * from './account/commands.js';
export * from './account/vocabulary.js';
export {
  initialState,
  positionKey,
  type Breaker,
  type Position,
  type State,
  type Strategy,
} from './account/state.js';
export { DEFAULTS } from './account/risk-rules.js';
export {
  drawdown,
  equity,
  exposure,
  freeCollateral,
  isOn,
  markOf,
  netEquity,
  recovery,
  rulesAt,
  spentIn,
} from './account/measures.js';
export { hasMoved } from './account/marking.js';
export { approvalSentence } from './account/sentence.js';
export { unrealized } from './account/totals.js';
export { LOOKBACK_DAYS_MAX, withMidpoint } from './account/volatility.js';
export { dayKeyOf, windowKeyOf } from './account/windows.js';
export { INFINITE } from './account/words.js';

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'RegisterStrategy':
      return state.strategies.has(command.data.strategyId)
        ? []
        : [{ type: 'StrategyRegistered', data: command.data }];
    case 'SetRiskRules':
      return setRiskRules(command.data, state);
    case 'AssessSignal':
      return assess(command.data, state);
    case 'RecordFill': {
      const { marks = [], ...fill } = command.data;
      return valued(recordFill(fill, state), state, marks);
    }
    case 'SettleFill':
      return settleFill(command.data, state);
    case 'ReverseFill':
      return valued(reverseFill(command.data, state), state);
    case 'ReleaseReservation':
      return releaseReservation(command.data, state);
    case 'SettlePosition':
      return valued(settlePosition(command.data, state), state);
    case 'MergeSets':
      return valued(mergeSets(command.data, state), state);
    case 'MarkEquity':
      return mark(state, command.data);
    case 'ObserveCollateral':
      return state.collateral.observedUsd === command.data.freeUsd &&
        state.collateral.paidUsd === state.collateral.unsettledUsd
        ? []
        : [{ type: 'CollateralObserved', data: command.data }];
    case 'PassTime':
      return passTime(command.data, state);
    case 'PauseStrategy':
      return pauseStrategy(command.data, state);
    case 'ResumeStrategy':
      return resumeStrategy(command.data, state);
    case 'ResetPeak':
      return resetPeak(command.data, state);
    case 'TripBreaker':
      return tripBreaker(command.data, state);
    case 'ClearBreaker':
      return clearBreaker(command.data, state);
    case 'KillStrategy':
      return killStrategy(command.data, state);
    case 'ReleaseStrategy':
      return releaseStrategy(command.data, state);
    case 'KillAccount':
      return killAccount(command.data, state);
    case 'ReleaseAccount':
      return releaseAccount(command.data, state);
  }
}

/** What was booked moves equity: each strategy it concerns is valued anew along with it. */
function valued(
  booked: readonly Event[],
  before: State,
  marks: readonly Mark[] = [],
): readonly Event[] {
  const strategies = new Map(
    booked.flatMap((fact) =>
      fact.type === 'ExposureOpened' ||
      fact.type === 'ExposureClosed' ||
      fact.type === 'FillReversed'
        ? [[fact.data.strategyId, fact.data] as const]
        : [],
    ),
  );
  const after = booked.reduce(evolve, before);
  const worth = [...strategies].flatMap(([strategyId, { accountId, at }]) =>
    mark(after, { accountId, strategyId, marks, at }),
  );
  return [...booked, ...worth];
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};
export { evolve };
