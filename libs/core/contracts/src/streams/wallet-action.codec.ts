/** Stored facts of wallet actions. */
import type { walletAction } from '@sluice/domain';
import { FieldFault } from '../fields/fault.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, part, present, shares } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/wallet_pb.js';
import type { FactCodecs } from './fact-codecs.js';
import { failureReasons } from './redemption.codec.js';
import {
  readMined,
  readProof,
  readTransaction,
  writeMined,
  writeProof,
  writeTransaction,
} from './transaction.codec.js';

export const walletActionCodecs: FactCodecs<walletAction.Event> = {
  WalletActionRequested: messageCodec(
    wire.WalletActionRequestedSchema,
    (data) => ({
      action: writeKey(data),
      work: writeWork(data.work),
      by: data.by,
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      work: part(message, 'work', readWork),
      by: message.by,
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  WalletActionSigned: messageCodec(
    wire.WalletActionSignedSchema,
    (data) => ({ action: writeKey(data), transaction: writeTransaction(data), at: data.at }),
    (message) => ({
      ...part(message, 'action', readKey),
      ...part(message, 'transaction', readTransaction),
      at: instant(message, 'at'),
    }),
  ),
  WalletActionReplaced: messageCodec(
    wire.WalletActionReplacedSchema,
    (data) => ({
      action: writeKey(data),
      transaction: writeTransaction(data),
      why: data.why,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      ...part(message, 'transaction', readTransaction),
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
  WalletActionSubmitted: messageCodec(
    wire.WalletActionSubmittedSchema,
    (data) => ({
      action: writeKey(data),
      attempt: data.attempt,
      transactionHash: data.transactionHash,
      ...present({ relayerId: data.relayerId }),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      attempt: message.attempt,
      transactionHash: message.transactionHash,
      ...present({ relayerId: message.relayerId }),
      at: instant(message, 'at'),
    }),
  ),
  WalletActionMined: messageCodec(
    wire.WalletActionMinedSchema,
    (data) => ({ action: writeKey(data), mined: writeMined(data), at: data.at }),
    (message) => ({
      ...part(message, 'action', readKey),
      ...part(message, 'mined', readMined),
      at: instant(message, 'at'),
    }),
  ),
  WalletActionUndone: messageCodec(
    wire.WalletActionUndoneSchema,
    (data) => ({
      action: writeKey(data),
      attempt: data.attempt,
      transactionHash: data.transactionHash,
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      attempt: message.attempt,
      transactionHash: message.transactionHash,
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  WalletActionDelayed: messageCodec(
    wire.WalletActionDelayedSchema,
    (data) => ({
      action: writeKey(data),
      attempt: data.attempt,
      detail: data.detail,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      attempt: message.attempt,
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  WalletActionFailed: messageCodec(
    wire.WalletActionFailedSchema,
    (data) => ({
      action: writeKey(data),
      attempt: data.attempt,
      reason: failureReasons.stored(data.reason),
      detail: data.detail,
      final: data.final,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      attempt: message.attempt,
      reason: failureReasons.read(message, 'reason'),
      detail: message.detail,
      final: message.final,
      at: instant(message, 'at'),
    }),
  ),
  WalletActionConfirmed: messageCodec(
    wire.WalletActionConfirmedSchema,
    (data) => ({
      action: writeKey(data),
      work: writeWork(data.work),
      proof: writeProof(data.proof),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'action', readKey),
      work: part(message, 'work', readWork),
      proof: part(message, 'proof', readProof),
      at: instant(message, 'at'),
    }),
  ),
};

function writeKey(data: walletAction.ActionKey): Draft<wire.ActionKey> {
  const { actionId, accountId, wallet } = data;
  return { actionId, accountId, wallet };
}

function readKey(message: wire.ActionKey): walletAction.ActionKey {
  const { actionId, accountId, wallet } = message;
  return { actionId, accountId, wallet };
}

function writeWork(work: walletAction.Work): Draft<wire.WalletWork> {
  switch (work.kind) {
    case 'merge': {
      const { conditionId, tokenIds, shares: size } = work;
      return { merge: { conditionId, tokenIds: [...tokenIds], sharesMicro: String(size) } };
    }
    case 'approve':
      return {
        approve: {
          approvals: work.approvals.map(({ token, operator }) => ({ token, operator })),
        },
      };
  }
}

function readWork({ merge, approve }: wire.WalletWork): walletAction.Work {
  if (merge !== undefined) {
    const { conditionId, tokenIds } = merge;
    return { kind: 'merge', conditionId, tokenIds, shares: shares(merge, 'sharesMicro') };
  }
  if (approve === undefined) throw new FieldFault('merge', 'is missing, and so is "approve"');
  const approvals = approve.approvals.map(({ token, operator }) => ({ token, operator }));
  return { kind: 'approve', approvals };
}
