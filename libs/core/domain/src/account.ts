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
import type { RiskRules } from './account/vocabulary.js';
import {
  recordFill,
  releaseReservation,
  reverseFill,
  settleFill,
  settlePosition,
} from './account/bookkeeping.js';
import type { Decider } from './decider.js';

export * from './account/facts.js';
export * from './account/commands.js';
export * from './account/vocabulary.js';
export { initialState, positionKey, type State, type Strategy } from './account/state.js';
export { exposure, equity } from './account/measures.js';

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'RegisterStrategy':
      return state.strategies.has(command.data.strategyId)
        ? []
        : [{ type: 'StrategyRegistered', data: command.data }];
    case 'SetRiskRules': {
      const strategy = state.strategies.get(command.data.strategyId);
      if (strategy === undefined || sameRules(strategy.rules, command.data.rules)) return [];
      const version = strategy.rulesVersion + 1;
      return [{ type: 'RiskRulesSet', data: { ...command.data, version } }];
    }
    case 'AssessSignal':
      return assess(command.data, state);
    case 'RecordFill':
      return recordFill(command.data, state);
    case 'SettleFill':
      return settleFill(command.data, state);
    case 'ReverseFill':
      return reverseFill(command.data, state);
    case 'ReleaseReservation':
      return releaseReservation(command.data, state);
    case 'SettlePosition':
      return settlePosition(command.data, state);
    case 'KillAccount':
      return state.killed ? [] : [{ type: 'AccountKilled', data: command.data }];
    case 'ReleaseAccount':
      return state.killed ? [{ type: 'AccountReleased', data: command.data }] : [];
  }
}

function sameRules(rules: RiskRules | undefined, others: RiskRules): boolean {
  const names = Object.keys({ ...rules, ...others }) as (keyof RiskRules)[];
  return rules !== undefined && names.every((name) => rules[name] === others[name]);
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};
export { evolve };
