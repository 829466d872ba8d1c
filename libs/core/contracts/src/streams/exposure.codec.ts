/** Stored facts of what an account has promised and holds. */
import type { account } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, part, present, ratio, shares, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import { sides } from './common.codec.js';
import type { FactCodecs } from './fact-codecs.js';

export const exposureCodecs: FactCodecs<
  | account.ReservationReleased
  | account.ExposureOpened
  | account.ExposureSettled
  | account.ExposureClosed
  | account.FillReversed
  | account.SlippageBreached
> = {
  ReservationReleased: messageCodec(
    wire.ReservationReleasedSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      signalId: data.signalId,
      releasedMicroUsd: String(data.releasedUsd),
      releasedSharesMicro: String(data.releasedShares),
      rejected: data.rejected,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      signalId: message.signalId,
      releasedUsd: usd(message, 'releasedMicroUsd'),
      releasedShares: shares(message, 'releasedSharesMicro'),
      ...present({ rejected: message.rejected }),
      at: instant(message, 'at'),
    }),
  ),
  ExposureOpened: messageCodec(
    wire.ExposureOpenedSchema,
    (data) => ({
      fill: writeFill(data),
      costMicroUsd: String(data.costUsd),
      releasedMicroUsd: String(data.releasedUsd),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'fill', readFill),
      costUsd: usd(message, 'costMicroUsd'),
      releasedUsd: usd(message, 'releasedMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  ExposureSettled: messageCodec(
    wire.ExposureSettledSchema,
    (data) => ({ fill: writeFill(data), at: data.at }),
    (message) => ({ ...part(message, 'fill', readFill), at: instant(message, 'at') }),
  ),
  ExposureClosed: messageCodec(
    wire.ExposureClosedSchema,
    (data) => ({
      fill: writeFill(data),
      reason: exposureCloseReasons.stored(data.reason),
      costMicroUsd: String(data.costUsd),
      proceedsMicroUsd: String(data.proceedsUsd),
      realizedMicroUsd: String(data.realizedUsd),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'fill', readFill),
      reason: exposureCloseReasons.read(message, 'reason'),
      costUsd: usd(message, 'costMicroUsd'),
      proceedsUsd: usd(message, 'proceedsMicroUsd'),
      realizedUsd: integer(message, 'realizedMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  FillReversed: messageCodec(
    wire.FillReversedSchema,
    (data) => ({
      fill: writeFill(data),
      side: sides.stored(data.side),
      costMicroUsd: String(data.costUsd),
      realizedMicroUsd: String(data.realizedUsd),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'fill', readFill),
      side: sides.read(message, 'side'),
      costUsd: usd(message, 'costMicroUsd'),
      realizedUsd: integer(message, 'realizedMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  SlippageBreached: messageCodec(
    wire.SlippageBreachedSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      signalId: data.signalId,
      orderId: data.orderId,
      tradeId: data.tradeId,
      slippageRatioMicro: String(data.slippage),
      limitRatioMicro: String(data.limit),
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      signalId: message.signalId,
      orderId: message.orderId,
      tradeId: message.tradeId,
      slippage: ratio(message, 'slippageRatioMicro'),
      limit: ratio(message, 'limitRatioMicro'),
      at: instant(message, 'at'),
    }),
  ),
};

function writeFill(data: account.AccountFill): Draft<wire.AccountFill> {
  return {
    accountId: data.accountId,
    strategyId: data.strategyId,
    signalId: data.signalId,
    orderId: data.orderId,
    tradeId: data.tradeId,
    conditionId: data.conditionId,
    tokenId: data.tokenId,
    sharesMicro: String(data.shares),
  };
}

function readFill(message: wire.AccountFill): account.AccountFill {
  return {
    accountId: message.accountId,
    strategyId: message.strategyId,
    signalId: message.signalId,
    orderId: message.orderId,
    tradeId: message.tradeId,
    conditionId: message.conditionId,
    tokenId: message.tokenId,
    shares: shares(message, 'sharesMicro'),
  };
}

export const exposureCloseReasons = closedList<
  account.ExposureClosed['data']['reason'],
  wire.ExposureCloseReason
>({
  sold: wire.ExposureCloseReason.SOLD,
  redeemed: wire.ExposureCloseReason.REDEEMED,
  lost: wire.ExposureCloseReason.LOST,
});
