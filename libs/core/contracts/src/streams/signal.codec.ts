/** Stored facts of signals. */
import type { signal } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, maybe, part, present, price, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/signal_pb.js';
import { orderTypes, sides } from './common.codec.js';
import type { FactCodecs } from './fact-codecs.js';

export const signalCodecs: FactCodecs<signal.Event> = {
  SignalReceived: messageCodec(
    wire.SignalReceivedSchema,
    (data) => ({ signal: writeSignal(data) }),
    (message) => part(message, 'signal', readSignal),
  ),
  SignalIgnored: messageCodec(
    wire.SignalIgnoredSchema,
    (data) => ({
      signalId: data.signalId,
      source: data.source,
      externalId: data.externalId,
      reason: ignoredReasons.stored(data.reason),
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      signalId: message.signalId,
      source: message.source,
      externalId: message.externalId,
      reason: ignoredReasons.read(message, 'reason'),
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
};

export function writeSignal(data: signal.Signal): Draft<wire.Signal> {
  return {
    signalId: data.signalId,
    source: data.source,
    externalId: data.externalId,
    strategyId: data.strategyId,
    accountId: data.accountId,
    conditionId: data.conditionId,
    tokenId: data.tokenId,
    side: sides.stored(data.side),
    sizeMicroUsd: String(data.sizeUsd),
    limitPriceMicroUsd: String(data.limitPrice),
    orderType: orderTypes.stored(data.orderType),
    reduceOnly: data.reduceOnly,
    observedAt: data.observedAt,
    receivedAt: data.receivedAt,
    expiresAt: data.expiresAt,
    postOnly: data.postOnly,
  };
}

export function readSignal(message: wire.Signal): signal.Signal {
  return {
    signalId: message.signalId,
    source: message.source,
    externalId: message.externalId,
    strategyId: message.strategyId,
    accountId: message.accountId,
    conditionId: message.conditionId,
    tokenId: message.tokenId,
    side: sides.read(message, 'side'),
    sizeUsd: usd(message, 'sizeMicroUsd'),
    limitPrice: price(message, 'limitPriceMicroUsd'),
    orderType: orderTypes.read(message, 'orderType'),
    reduceOnly: message.reduceOnly,
    observedAt: instant(message, 'observedAt'),
    receivedAt: instant(message, 'receivedAt'),
    ...present({ expiresAt: maybe(message, 'expiresAt', instant), postOnly: message.postOnly }),
  };
}

export const ignoredReasons = closedList<signal.IgnoredReason, wire.SignalIgnoredReason>({
  unknown_strategy: wire.SignalIgnoredReason.UNKNOWN_STRATEGY,
  unknown_market: wire.SignalIgnoredReason.UNKNOWN_MARKET,
});
