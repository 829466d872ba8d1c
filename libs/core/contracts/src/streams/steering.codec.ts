/** Stored facts of what stops and starts the trading of an account: pauses, breakers, kills. */
import type { account } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, list, maybe, present } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const steeringCodecs: FactCodecs<
  | account.StrategyPaused
  | account.StrategyResumed
  | account.BreakerTripped
  | account.BreakerCleared
  | account.RulesUnevaluated
  | account.StrategyKilled
  | account.StrategyReleased
  | account.AccountKilled
  | account.AccountReleased
> = {
  StrategyPaused: messageCodec(
    wire.StrategyPausedSchema,
    (data) => ({
      ...writeSignature(data),
      strategyId: data.strategyId,
      kind: pauseKinds.stored(data.kind),
      formula: data.formula,
      inputs: data.inputs.map(writeInput),
    }),
    (message) => ({
      ...readSignature(message),
      strategyId: message.strategyId,
      kind: pauseKinds.read(message, 'kind'),
      formula: message.formula,
      inputs: list(message, 'inputs', readInput),
    }),
  ),
  StrategyResumed: messageCodec(
    wire.StrategyResumedSchema,
    (data) => ({
      ...writeSignature(data),
      strategyId: data.strategyId,
      kind: pauseKinds.stored(data.kind),
      streakReset: data.streakReset,
      formula: data.formula,
      inputs: data.inputs.map(writeInput),
    }),
    (message) => ({
      ...readSignature(message),
      strategyId: message.strategyId,
      kind: pauseKinds.read(message, 'kind'),
      streakReset: message.streakReset,
      formula: message.formula,
      inputs: list(message, 'inputs', readInput),
    }),
  ),
  BreakerTripped: messageCodec(
    wire.BreakerTrippedSchema,
    (data) => ({
      ...writeSignature(data),
      strategyId: data.strategyId,
      kind: breakerKinds.stored(data.kind),
      until: data.until,
    }),
    (message) => ({
      ...readSignature(message),
      strategyId: message.strategyId,
      kind: breakerKinds.read(message, 'kind'),
      until: maybe(message, 'until', instant),
    }),
  ),
  BreakerCleared: messageCodec(
    wire.BreakerClearedSchema,
    (data) => ({
      ...writeSignature(data),
      strategyId: data.strategyId,
      kind: breakerKinds.stored(data.kind),
    }),
    (message) => ({
      ...readSignature(message),
      strategyId: message.strategyId,
      kind: breakerKinds.read(message, 'kind'),
    }),
  ),
  RulesUnevaluated: messageCodec(
    wire.RulesUnevaluatedSchema,
    ({ accountId, strategyId, since, at }) => ({ accountId, strategyId, since, at }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      since: instant(message, 'since'),
      at: instant(message, 'at'),
    }),
  ),
  StrategyKilled: messageCodec(
    wire.StrategyKilledSchema,
    (data) => ({
      ...writeSignature(data),
      strategyId: data.strategyId,
      flatten: data.flatten,
    }),
    (message) => ({
      ...readSignature(message),
      strategyId: message.strategyId,
      ...present({ flatten: message.flatten }),
    }),
  ),
  StrategyReleased: messageCodec(
    wire.StrategyReleasedSchema,
    (data) => ({ ...writeSignature(data), strategyId: data.strategyId }),
    (message) => ({ ...readSignature(message), strategyId: message.strategyId }),
  ),
  AccountKilled: messageCodec(
    wire.AccountKilledSchema,
    (data) => ({ ...writeSignature(data), flatten: data.flatten }),
    (message) => ({ ...readSignature(message), ...present({ flatten: message.flatten }) }),
  ),
  AccountReleased: messageCodec(
    wire.AccountReleasedSchema,
    (data) => writeSignature(data),
    (message) => readSignature(message),
  ),
};

function writeSignature({ accountId, by, why, at }: account.Signed): account.Signed {
  return { accountId, by, why, at };
}

function readSignature(message: account.Signed): account.Signed {
  const { accountId, by, why } = message;
  return { accountId, by, why, at: instant(message, 'at') };
}

function writeInput({ name, value }: account.Input): Draft<wire.FormulaInput> {
  return { name, value };
}

function readInput({ name, value }: wire.FormulaInput): account.Input {
  return { name, value };
}

export const pauseKinds = closedList<account.PauseKind, wire.PauseKind>({
  operator: wire.PauseKind.OPERATOR,
  drawdown: wire.PauseKind.DRAWDOWN,
  streak: wire.PauseKind.STREAK,
});

export const breakerKinds = closedList<account.BreakerKind, wire.BreakerKind>({
  slippage: wire.BreakerKind.SLIPPAGE,
  spread: wire.BreakerKind.SPREAD,
  liquidity: wire.BreakerKind.LIQUIDITY,
  latency: wire.BreakerKind.LATENCY,
  operator: wire.BreakerKind.OPERATOR,
  order_errors: wire.BreakerKind.ORDER_ERRORS,
  ledger_lag: wire.BreakerKind.LEDGER_LAG,
  venue_heartbeat: wire.BreakerKind.VENUE_HEARTBEAT,
  user_stream: wire.BreakerKind.USER_STREAM,
  venue_version: wire.BreakerKind.VENUE_VERSION,
  venue_condition: wire.BreakerKind.VENUE_CONDITION,
  venue_unreconciled: wire.BreakerKind.VENUE_UNRECONCILED,
});
