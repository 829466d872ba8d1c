/** Stored facts of redemptions. */
import type { redemption } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import {
  instant,
  integer,
  list,
  maybe,
  maybePart,
  part,
  present,
  shares,
  usd,
} from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/redemption_pb.js';
import type { FactCodecs } from './fact-codecs.js';
import {
  readMined,
  readProof,
  readTransaction,
  writeMined,
  writeProof,
  writeTransaction,
} from './transaction.codec.js';

export const redemptionCodecs: FactCodecs<redemption.Event> = {
  RedemptionRequested: messageCodec(
    wire.RedemptionRequestedSchema,
    (data) => ({
      redemption: writeKey(data),
      holdings: data.holdings.map(writeHolding),
      expectedPayoutMicroUsd: String(data.expectedPayoutUsd),
      ...present({ blockNumber: textOf(data.blockNumber), by: data.by, why: data.why }),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      holdings: list(message, 'holdings', readHolding),
      expectedPayoutUsd: usd(message, 'expectedPayoutMicroUsd'),
      ...present({
        blockNumber: maybe(message, 'blockNumber', integer),
        by: message.by,
        why: message.why,
      }),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionSigned: messageCodec(
    wire.RedemptionSignedSchema,
    (data) => ({ redemption: writeKey(data), ...writeTransaction(data), at: data.at }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      ...readTransaction(message),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionReplaced: messageCodec(
    wire.RedemptionReplacedSchema,
    (data) => ({
      redemption: writeKey(data),
      transaction: writeTransaction(data),
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      ...part(message, 'transaction', readTransaction),
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  RedemptionSubmitted: messageCodec(
    wire.RedemptionSubmittedSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      transactionHash: data.transactionHash,
      ...present({ relayerId: data.relayerId }),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      transactionHash: message.transactionHash,
      ...present({ relayerId: message.relayerId }),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionMined: messageCodec(
    wire.RedemptionMinedSchema,
    (data) => ({ redemption: writeKey(data), mined: writeMined(data), at: data.at }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      ...part(message, 'mined', readMined),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionUndone: messageCodec(
    wire.RedemptionUndoneSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      transactionHash: data.transactionHash,
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      transactionHash: message.transactionHash,
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  RedemptionDelayed: messageCodec(
    wire.RedemptionDelayedSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  RedemptionFoundElsewhere: messageCodec(
    wire.RedemptionFoundElsewhereSchema,
    (data) => ({
      redemption: writeKey(data),
      holdings: data.holdings.map(writeHolding),
      proof: writeProof(data.proof),
      by: redeemings.stored(data.by),
      sender: data.sender,
      ...(data.idle === undefined ? {} : { idle: writeProof(data.idle) }),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      holdings: list(message, 'holdings', readHolding),
      proof: part(message, 'proof', readProof),
      by: redeemings.read(message, 'by'),
      sender: message.sender,
      ...present({ idle: maybePart(message, 'idle', readProof) }),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionConfirmed: messageCodec(
    wire.RedemptionConfirmedSchema,
    (data) => ({
      redemption: writeKey(data),
      proof: writeProof(data.proof),
      holdings: data.holdings.map(writeHolding),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      proof: part(message, 'proof', readProof),
      holdings: list(message, 'holdings', readHolding),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionFailed: messageCodec(
    wire.RedemptionFailedSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      reason: failureReasons.stored(data.reason),
      detail: data.detail,
      final: data.final,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      reason: failureReasons.read(message, 'reason'),
      detail: message.detail,
      final: message.final,
      at: instant(message, 'at'),
    }),
  ),
  LossConfirmed: messageCodec(
    wire.LossConfirmedSchema,
    (data) => ({
      redemption: writeKey(data),
      holdings: data.holdings.map(writeHolding),
      blockNumber: String(data.blockNumber),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      holdings: list(message, 'holdings', readHolding),
      blockNumber: integer(message, 'blockNumber'),
      at: instant(message, 'at'),
    }),
  ),
};

function writeKey(data: redemption.RedemptionKey): Draft<wire.RedemptionKey> {
  const { redemptionId, accountId, wallet, conditionId } = data;
  return { redemptionId, accountId, wallet, conditionId };
}

function readKey(message: wire.RedemptionKey): redemption.RedemptionKey {
  const { redemptionId, accountId, wallet, conditionId } = message;
  return { redemptionId, accountId, wallet, conditionId };
}

function writeHolding(data: redemption.Holding): Draft<wire.Holding> {
  return {
    tokenId: data.tokenId,
    sharesMicro: String(data.shares),
    payoutMicroUsd: String(data.payoutUsd),
  };
}

function readHolding(message: wire.Holding): redemption.Holding {
  return {
    tokenId: message.tokenId,
    shares: shares(message, 'sharesMicro'),
    payoutUsd: usd(message, 'payoutMicroUsd'),
  };
}

export const failureReasons = closedList<redemption.FailureReason, wire.RedemptionFailureReason>({
  reverted: wire.RedemptionFailureReason.REVERTED,
  paid_nothing: wire.RedemptionFailureReason.PAID_NOTHING,
  paid_otherwise: wire.RedemptionFailureReason.PAID_OTHERWISE,
  not_approved: wire.RedemptionFailureReason.NOT_APPROVED,
  simulation_failed: wire.RedemptionFailureReason.SIMULATION_FAILED,
  dropped: wire.RedemptionFailureReason.DROPPED,
  not_allowed: wire.RedemptionFailureReason.NOT_ALLOWED,
  relayer_refused: wire.RedemptionFailureReason.RELAYER_REFUSED,
  relayer_failed: wire.RedemptionFailureReason.RELAYER_FAILED,
  vanished: wire.RedemptionFailureReason.VANISHED,
});

export const redeemings = closedList<redemption.Redeeming, wire.Redeeming>({
  auto_redeemer: wire.Redeeming.AUTO_REDEEMER,
  owner: wire.Redeeming.OWNER,
  somebody: wire.Redeeming.SOMEBODY,
});

const textOf = (value: bigint | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
