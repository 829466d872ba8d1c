/** Stored facts of redemptions. */
import type { redemption } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { count, countOf, instant, integer, list, part, shares, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/redemption_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const redemptionCodecs: FactCodecs<redemption.Event> = {
  RedemptionRequested: messageCodec(
    wire.RedemptionRequestedSchema,
    (data) => ({
      redemption: writeKey(data),
      holdings: data.holdings.map(writeHolding),
      expectedPayoutMicroUsd: String(data.expectedPayoutUsd),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      holdings: list(message, 'holdings', readHolding),
      expectedPayoutUsd: usd(message, 'expectedPayoutMicroUsd'),
      at: instant(message, 'at'),
    }),
  ),
  RedemptionSigned: messageCodec(
    wire.RedemptionSignedSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      nonce: countOf(data.nonce, 'nonce'),
      rawTransaction: data.rawTransaction,
      transactionHash: data.transactionHash,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      nonce: count(message, 'nonce'),
      rawTransaction: message.rawTransaction,
      transactionHash: message.transactionHash,
      at: instant(message, 'at'),
    }),
  ),
  RedemptionSubmitted: messageCodec(
    wire.RedemptionSubmittedSchema,
    (data) => ({
      redemption: writeKey(data),
      attempt: data.attempt,
      transactionHash: data.transactionHash,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'redemption', readKey),
      attempt: message.attempt,
      transactionHash: message.transactionHash,
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

function writeProof(data: redemption.Proof): Draft<wire.RedemptionProof> {
  return {
    transactionHash: data.transactionHash,
    blockNumber: String(data.blockNumber),
    succeeded: data.succeeded,
    burned: data.burned.map(({ tokenId, shares }) => ({ tokenId, sharesMicro: String(shares) })),
    payoutMicroUsd: String(data.payoutUsd),
  };
}

function readProof(message: wire.RedemptionProof): redemption.Proof {
  return {
    transactionHash: message.transactionHash,
    blockNumber: integer(message, 'blockNumber'),
    succeeded: message.succeeded,
    burned: list(message, 'burned', (burn) => ({
      tokenId: burn.tokenId,
      shares: shares(burn, 'sharesMicro'),
    })),
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
});
