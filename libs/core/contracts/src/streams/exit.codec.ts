/** Stored facts of exits. */
import type { exit } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, list, maybe, part, present, price, shares } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/exit_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const exitCodecs: FactCodecs<exit.Event> = {
  TrailingHighRaised: messageCodec(
    wire.TrailingHighRaisedSchema,
    (data) => ({
      exit: writeKey(data),
      enteredAt: data.enteredAt,
      highMicroUsd: String(data.high),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      enteredAt: instant(message, 'enteredAt'),
      high: price(message, 'highMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  ExitTriggered: messageCodec(
    wire.ExitTriggeredSchema,
    (data) => ({
      exit: writeKey(data),
      round: data.round,
      kind: exitKinds.stored(data.kind),
      enteredAt: data.enteredAt,
      entryPriceMicroUsd: data.entryPrice === undefined ? undefined : String(data.entryPrice),
      thresholdMicroUsd: data.threshold === undefined ? undefined : String(data.threshold),
      confirmedBy: data.confirmedBy.map(({ bid, at }) => ({ bidMicroUsd: String(bid), at })),
      settledSharesMicro: String(data.settledShares),
      rulesVersion: data.rulesVersion,
      by: data.by,
      why: data.why,
      forKill: data.forKill,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      round: message.round,
      kind: exitKinds.read(message, 'kind'),
      enteredAt: instant(message, 'enteredAt'),
      confirmedBy: list(message, 'confirmedBy', (seen) => ({
        bid: price(seen, 'bidMicroUsd'),
        at: instant(seen, 'at'),
      })),
      settledShares: shares(message, 'settledSharesMicro'),
      rulesVersion: message.rulesVersion,
      forKill: message.forKill,
      at: instant(message, 'at'),
      ...present({
        entryPrice: maybe(message, 'entryPriceMicroUsd', integer),
        threshold: maybe(message, 'thresholdMicroUsd', integer),
        by: message.by,
        why: message.why,
      }),
    }),
  ),
  ExitAttempted: messageCodec(
    wire.ExitAttemptedSchema,
    (data) => ({
      exit: writeKey(data),
      round: data.round,
      kind: exitKinds.stored(data.kind),
      attempt: data.attempt,
      signalId: data.signalId,
      bidMicroUsd: String(data.bid),
      limitPriceMicroUsd: String(data.limitPrice),
      sharesMicro: String(data.shares),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      round: message.round,
      kind: exitKinds.read(message, 'kind'),
      attempt: message.attempt,
      signalId: message.signalId,
      bid: price(message, 'bidMicroUsd'),
      limitPrice: price(message, 'limitPriceMicroUsd'),
      shares: shares(message, 'sharesMicro'),
      at: instant(message, 'at'),
    }),
  ),
  ExitAttemptEnded: messageCodec(
    wire.ExitAttemptEndedSchema,
    (data) => ({
      exit: writeKey(data),
      round: data.round,
      kind: exitKinds.stored(data.kind),
      attempt: data.attempt,
      signalId: data.signalId,
      outcome: attemptOutcomes.stored(data.outcome),
      filledSharesMicro: String(data.filledShares),
      refusals: data.refusals,
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      round: message.round,
      kind: exitKinds.read(message, 'kind'),
      attempt: message.attempt,
      signalId: message.signalId,
      outcome: attemptOutcomes.read(message, 'outcome'),
      filledShares: shares(message, 'filledSharesMicro'),
      refusals: message.refusals,
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  PositionUnprotected: messageCodec(
    wire.PositionUnprotectedSchema,
    (data) => ({
      exit: writeKey(data),
      round: data.round,
      kind: exitKinds.stored(data.kind),
      since: data.since,
      attempts: data.attempts,
      leftSharesMicro: String(data.leftShares),
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      round: message.round,
      kind: exitKinds.read(message, 'kind'),
      since: instant(message, 'since'),
      attempts: message.attempts,
      leftShares: shares(message, 'leftSharesMicro'),
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  ExitFinished: messageCodec(
    wire.ExitFinishedSchema,
    (data) => ({
      exit: writeKey(data),
      round: data.round,
      kind: exitKinds.stored(data.kind),
      attempts: data.attempts,
      reason: finishReasons.stored(data.reason),
      leftSharesMicro: String(data.leftShares),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'exit', readKey),
      round: message.round,
      kind: exitKinds.read(message, 'kind'),
      attempts: message.attempts,
      reason: finishReasons.read(message, 'reason'),
      leftShares: shares(message, 'leftSharesMicro'),
      at: instant(message, 'at'),
    }),
  ),
};

function writeKey(data: exit.ExitKey): Draft<wire.ExitKey> {
  const { exitId, accountId, strategyId, conditionId, tokenId } = data;
  return { exitId, accountId, strategyId, conditionId, tokenId };
}

function readKey(message: wire.ExitKey): exit.ExitKey {
  const { exitId, accountId, strategyId, conditionId, tokenId } = message;
  return { exitId, accountId, strategyId, conditionId, tokenId };
}

export const exitKinds = closedList<exit.Kind, wire.ExitKind>({
  stop_loss: wire.ExitKind.STOP_LOSS,
  take_profit: wire.ExitKind.TAKE_PROFIT,
  trailing_stop: wire.ExitKind.TRAILING_STOP,
  time_stop: wire.ExitKind.TIME_STOP,
  flatten: wire.ExitKind.FLATTEN,
});

export const attemptOutcomes = closedList<exit.AttemptOutcome, wire.ExitAttemptOutcome>({
  filled: wire.ExitAttemptOutcome.FILLED,
  unfilled: wire.ExitAttemptOutcome.UNFILLED,
  refused: wire.ExitAttemptOutcome.REFUSED,
  rejected: wire.ExitAttemptOutcome.REJECTED,
});

export const finishReasons = closedList<exit.FinishReason, wire.ExitFinishReason>({
  nothing_left: wire.ExitFinishReason.NOTHING_LEFT,
  dust: wire.ExitFinishReason.DUST,
  market_over: wire.ExitFinishReason.MARKET_OVER,
  disarmed: wire.ExitFinishReason.DISARMED,
});
