/** Typical redemption messages: 40 winning shares, worth 40 dollars. */
import { noUsd, shares, usd } from '../../money.js';
import type * as redemption from '../../redemption.js';
import { accountId, at, conditionId, noToken, yesToken } from './common.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

export const redemptionKey: redemption.RedemptionKey = {
  redemptionId: `${accountId}-${conditionId}`,
  accountId,
  wallet: '0xwallet',
  conditionId,
};

export const winner = (data: Partial<redemption.Holding> = {}): redemption.Holding => ({
  tokenId: yesToken,
  shares: shares('40'),
  payoutUsd: usd('40'),
  ...data,
});

export const loser = (data: Partial<redemption.Holding> = {}): redemption.Holding => ({
  tokenId: noToken,
  shares: shares('10'),
  payoutUsd: noUsd,
  ...data,
});

/** What redeeming one {@link winner} should do on chain. */
export const proof = (data: Partial<redemption.Proof> = {}): redemption.Proof => ({
  transactionHash: '0xattempt-1',
  blockNumber: 80_000_100n,
  succeeded: true,
  burned: [{ tokenId: yesToken, shares: shares('40') }],
  payoutUsd: usd('40'),
  ...data,
});

export const transaction = (attempt = 1): redemption.SignedTransaction => ({
  attempt,
  nonce: 6 + attempt,
  rawTransaction: `0xbytes-${attempt}`,
  transactionHash: `0xattempt-${attempt}`,
});

export const settleHoldings = (
  data: Some<redemption.SettleHoldings> = {},
): redemption.SettleHoldings => ({
  type: 'SettleHoldings',
  data: { ...redemptionKey, holdings: [winner()], blockNumber: 80_000_000n, at, ...data },
});

export const redemptionRequested = (
  data: Some<redemption.Requested> = {},
): redemption.Requested => ({
  type: 'RedemptionRequested',
  data: { ...redemptionKey, holdings: [winner()], expectedPayoutUsd: usd('40'), at, ...data },
});

export const recordSigned = (attempt = 1): redemption.RecordSigned => ({
  type: 'RecordSigned',
  data: { ...transaction(attempt), at },
});

export const redemptionSigned = (attempt = 1): redemption.Signed => ({
  type: 'RedemptionSigned',
  data: { ...redemptionKey, ...transaction(attempt), at },
});

export const recordSubmitted = (attempt = 1): redemption.RecordSubmitted => ({
  type: 'RecordSubmitted',
  data: { transactionHash: transaction(attempt).transactionHash, at },
});

export const redemptionSubmitted = (attempt = 1): redemption.Submitted => ({
  type: 'RedemptionSubmitted',
  data: {
    ...redemptionKey,
    attempt,
    transactionHash: transaction(attempt).transactionHash,
    at,
  },
});

export const recordMined = (data: Partial<redemption.Proof> = {}): redemption.RecordMined => ({
  type: 'RecordMined',
  data: { proof: proof(data), at },
});

export const redemptionConfirmed = (
  data: Some<redemption.Confirmed> = {},
): redemption.Confirmed => ({
  type: 'RedemptionConfirmed',
  data: { ...redemptionKey, proof: proof(), holdings: [winner()], at, ...data },
});

export const recordFailure = (
  data: Some<redemption.RecordFailure> = {},
): redemption.RecordFailure => ({
  type: 'RecordFailure',
  data: { reason: 'simulation_failed', detail: 'execution reverted', at, ...data },
});

export const redemptionFailed = (data: Some<redemption.Failed> = {}): redemption.Failed => ({
  type: 'RedemptionFailed',
  data: {
    ...redemptionKey,
    attempt: 1,
    reason: 'simulation_failed',
    detail: 'execution reverted',
    final: false,
    at,
    ...data,
  },
});

export const lossConfirmed = (
  data: Some<redemption.LossConfirmed> = {},
): redemption.LossConfirmed => ({
  type: 'LossConfirmed',
  data: { ...redemptionKey, holdings: [loser()], blockNumber: 80_000_000n, at, ...data },
});
