/** Stored facts of accounts. */
import type { account } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, part, shares, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import { approvalCodec } from './approval.codec.js';
import { sides } from './common.codec.js';
import { readDecision, refusalCodes, writeDecision } from './decision.codec.js';
import type { FactCodecs } from './fact-codecs.js';
import { readRules, writeRules } from './risk-rules.codec.js';
import { readSignal, writeSignal } from './signal.codec.js';

export const accountCodecs: FactCodecs<account.Event> = {
  StrategyRegistered: messageCodec(
    wire.StrategyRegisteredSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      capitalMicroUsd: String(data.capitalUsd),
      by: data.by,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      capitalUsd: usd(message, 'capitalMicroUsd'),
      by: message.by,
      at: instant(message, 'at'),
    }),
  ),
  RiskRulesSet: messageCodec(
    wire.RiskRulesSetSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      rules: writeRules(data.rules),
      version: data.version,
      by: data.by,
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      rules: part(message, 'rules', readRules),
      version: message.version,
      by: message.by,
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  SignalApproved: approvalCodec,
  SignalRefused: messageCodec(
    wire.SignalRefusedSchema,
    (data) => ({
      signal: writeSignal(data.signal),
      code: refusalCodes.stored(data.code),
      sentence: data.sentence,
      decision: writeDecision(data.decision),
      at: data.at,
    }),
    (message) => ({
      signal: part(message, 'signal', readSignal),
      code: refusalCodes.read(message, 'code'),
      sentence: message.sentence,
      decision: part(message, 'decision', readDecision),
      at: instant(message, 'at'),
    }),
  ),
  ReservationReleased: messageCodec(
    wire.ReservationReleasedSchema,
    (data) => ({
      accountId: data.accountId,
      strategyId: data.strategyId,
      signalId: data.signalId,
      releasedMicroUsd: String(data.releasedUsd),
      releasedSharesMicro: String(data.releasedShares),
      at: data.at,
    }),
    (message) => ({
      accountId: message.accountId,
      strategyId: message.strategyId,
      signalId: message.signalId,
      releasedUsd: usd(message, 'releasedMicroUsd'),
      releasedShares: shares(message, 'releasedSharesMicro'),
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
  AccountKilled: messageCodec(
    wire.AccountKilledSchema,
    ({ accountId, by, why, at }) => ({ accountId, by, why, at }),
    (message) => {
      const { accountId, by, why } = message;
      return { accountId, by, why, at: instant(message, 'at') };
    },
  ),
  AccountReleased: messageCodec(
    wire.AccountReleasedSchema,
    ({ accountId, by, why, at }) => ({ accountId, by, why, at }),
    (message) => {
      const { accountId, by, why } = message;
      return { accountId, by, why, at: instant(message, 'at') };
    },
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
