/** The parts that stored facts of every kind of transaction have in common. */
import type { transaction } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import type { Draft } from '../fields/message-codec.js';
import { count, countOf, integer, list, maybe, present, shares, usd } from '../fields/read.js';
import type * as redemptions from '../gen/sluice/ledger/v1/redemption_pb.js';
import * as wire from '../gen/sluice/ledger/v1/transaction_pb.js';

export const transactionRoutes = closedList<transaction.Route, wire.TransactionRoute>({
  direct: wire.TransactionRoute.DIRECT,
  relayer: wire.TransactionRoute.RELAYER,
});

type Signature = Omit<wire.SignedTransaction, '$typeName' | '$unknown'>;
type InBlock = Pick<
  transaction.Mined<'', object>['data'],
  'attempt' | 'transactionHash' | 'blockNumber'
>;

export const writeTransaction = (data: transaction.SignedTransaction): Signature => ({
  attempt: data.attempt,
  nonce: countOf(data.nonce, 'nonce'),
  rawTransaction: data.rawTransaction,
  transactionHash: data.transactionHash,
  ...(data.route === undefined ? {} : { route: transactionRoutes.stored(data.route) }),
  ...(data.walletNonce === undefined
    ? {}
    : { walletNonce: countOf(data.walletNonce, 'walletNonce') }),
  ...(data.signedBlock === undefined ? {} : { signedBlock: String(data.signedBlock) }),
});

export const readTransaction = (message: Signature): transaction.SignedTransaction => ({
  attempt: message.attempt,
  nonce: count(message, 'nonce'),
  rawTransaction: message.rawTransaction,
  transactionHash: message.transactionHash,
  ...present({
    route: maybe(message, 'route', transactionRoutes.read),
    walletNonce: maybe(message, 'walletNonce', count),
    signedBlock: maybe(message, 'signedBlock', integer),
  }),
});

export const writeMined = (data: InBlock): Draft<wire.TransactionInBlock> => ({
  attempt: data.attempt,
  transactionHash: data.transactionHash,
  blockNumber: String(data.blockNumber),
});

export const readMined = (message: wire.TransactionInBlock): InBlock => ({
  attempt: message.attempt,
  transactionHash: message.transactionHash,
  blockNumber: integer(message, 'blockNumber'),
});

export const writeProof = (data: transaction.Proof): Draft<redemptions.RedemptionProof> => ({
  transactionHash: data.transactionHash,
  blockNumber: String(data.blockNumber),
  succeeded: data.succeeded,
  burned: data.burned.map(({ tokenId, shares }) => ({ tokenId, sharesMicro: String(shares) })),
  payoutMicroUsd: String(data.payoutUsd),
});

export const readProof = (message: redemptions.RedemptionProof): transaction.Proof => ({
  transactionHash: message.transactionHash,
  blockNumber: integer(message, 'blockNumber'),
  succeeded: message.succeeded,
  burned: list(message, 'burned', (burn) => ({
    tokenId: burn.tokenId,
    shares: shares(burn, 'sharesMicro'),
  })),
  payoutUsd: usd(message, 'payoutMicroUsd'),
});
