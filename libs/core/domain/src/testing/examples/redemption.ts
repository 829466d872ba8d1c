/** Typical redemption messages: 40 winning shares, worth 40 dollars. */
import { noUsd, shares, usd } from '../../money.js';
import type * as redemption from '../../redemption.js';
import type * as transactions from '../../transaction.js';
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

export const recordVanished = (
  data: Some<redemption.RecordVanished> = {},
): redemption.RecordVanished => ({
  type: 'RecordVanished',
  data: { ...redemptionKey, detail: 'nothing took it', at, ...data },
});

export const redemptionRequested = (
  data: Some<redemption.Requested> = {},
): redemption.Requested => ({
  type: 'RedemptionRequested',
  data: {
    ...redemptionKey,
    ...{ holdings: [winner()], expectedPayoutUsd: usd('40'), blockNumber: 80_000_000n, at },
    ...data,
  },
});

export const recordSigned = (attempt = 1): transactions.RecordSigned => ({
  type: 'RecordSigned',
  data: { ...transaction(attempt), at },
});

export const redemptionSigned = (attempt = 1): redemption.Signed => ({
  type: 'RedemptionSigned',
  data: { ...redemptionKey, ...transaction(attempt), at },
});

export const recordSubmitted = (attempt = 1): transactions.RecordSubmitted => ({
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

export const recordReplaced = (
  data: Some<transactions.RecordReplaced> = {},
): transactions.RecordReplaced => ({
  type: 'RecordReplaced',
  data: { ...replacement(), why: 'not mined for 60 s', at, ...data },
});

/** The same attempt, signed again under its nonce with a higher fee. */
export const replacement = (attempt = 1): redemption.SignedTransaction => ({
  ...transaction(attempt),
  rawTransaction: `0xdearer-bytes-${attempt}`,
  transactionHash: `0xdearer-${attempt}`,
});

export const redemptionReplaced = (data: Some<redemption.Replaced> = {}): redemption.Replaced => ({
  type: 'RedemptionReplaced',
  data: { ...redemptionKey, ...replacement(), why: 'not mined for 60 s', at, ...data },
});

export const recordMined = (
  data: Some<transactions.RecordMined> = {},
): transactions.RecordMined => ({
  type: 'RecordMined',
  data: { transactionHash: '0xattempt-1', blockNumber: 80_000_100n, at, ...data },
});

export const redemptionMined = (data: Some<redemption.Mined> = {}): redemption.Mined => ({
  type: 'RedemptionMined',
  data: {
    ...redemptionKey,
    ...{ attempt: 1, transactionHash: '0xattempt-1', blockNumber: 80_000_100n, at },
    ...data,
  },
});

export const recordUndone = (
  data: Some<transactions.RecordUndone> = {},
): transactions.RecordUndone => ({
  type: 'RecordUndone',
  data: { transactionHash: '0xattempt-1', detail: 'block 80000100 is gone', at, ...data },
});

export const redemptionUndone = (data: Some<redemption.Undone> = {}): redemption.Undone => ({
  type: 'RedemptionUndone',
  data: {
    ...redemptionKey,
    ...{ attempt: 1, transactionHash: '0xattempt-1', detail: 'block 80000100 is gone', at },
    ...data,
  },
});

export const recordDelay = (
  data: Some<transactions.RecordDelay> = {},
): transactions.RecordDelay => ({
  type: 'RecordDelay',
  data: { detail: '0xattempt-1 is not final for 600 s', at, ...data },
});

export const redemptionDelayed = (data: Some<redemption.Delayed> = {}): redemption.Delayed => ({
  type: 'RedemptionDelayed',
  data: {
    ...redemptionKey,
    ...{ attempt: 1, detail: '0xattempt-1 is not final for 600 s', at },
    ...data,
  },
});

/** What the finalized chain says of a transaction of ours. */
export const recordProof = (data: Partial<redemption.Proof> = {}): transactions.RecordProof => ({
  type: 'RecordProof',
  data: { proof: proof(data), at },
});

export const checkPlan = (data: Some<redemption.CheckPlan> = {}): redemption.CheckPlan => ({
  type: 'CheckPlan',
  data: { holdings: [winner()], blockNumber: 80_000_050n, at, ...data },
});

/** The venue's own sweeper was faster. */
export const found = (data: Partial<redemption.Found> = {}): redemption.Found => ({
  holdings: [winner()],
  proof: proof({ transactionHash: '0xswept', blockNumber: 80_000_060n }),
  by: 'auto_redeemer',
  sender: '0xsweeper',
  ...data,
});

export const recordElsewhere = (
  data: Some<redemption.RecordElsewhere> = {},
): redemption.RecordElsewhere => ({
  type: 'RecordElsewhere',
  data: { ...redemptionKey, ...found(), at, ...data },
});

export const redemptionFoundElsewhere = (
  data: Some<redemption.FoundElsewhere> = {},
): redemption.FoundElsewhere => ({
  type: 'RedemptionFoundElsewhere',
  data: { ...redemptionKey, ...found(), at, ...data },
});

export const redemptionConfirmed = (
  data: Some<redemption.Confirmed> = {},
): redemption.Confirmed => ({
  type: 'RedemptionConfirmed',
  data: { ...redemptionKey, proof: proof(), holdings: [winner()], at, ...data },
});

export const recordFailure = (
  data: Some<transactions.RecordFailure> = {},
): transactions.RecordFailure => ({
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
