/** Typical wallet actions: ten complete sets merged, and an adapter that is let in. */
import { noUsd, shares, usd } from '../../money.js';
import type * as transactions from '../../transaction.js';
import type * as walletAction from '../../wallet-action.js';
import { accountId, at, conditionId, noToken, yesToken } from './common.js';
import { transaction } from './redemption.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

export const actionKey: walletAction.ActionKey = {
  ...{ actionId: 'action-1', accountId, wallet: '0xwallet' },
};

export const merging = (data: Partial<walletAction.Merging> = {}): walletAction.Merging => ({
  kind: 'merge',
  conditionId,
  tokenIds: [yesToken, noToken],
  shares: shares('10'),
  ...data,
});

export const approving: walletAction.Approving = {
  kind: 'approve',
  approvals: [{ token: '0xtokens', operator: '0xadapter' }],
};

/** What merging ten complete sets does on chain. */
export const mergeProof = (data: Partial<transactions.Proof> = {}): transactions.Proof => ({
  transactionHash: '0xattempt-1',
  blockNumber: 80_000_100n,
  succeeded: true,
  burned: [yesToken, noToken].map((tokenId) => ({ tokenId, shares: shares('10') })),
  payoutUsd: usd('10'),
  ...data,
});

export const approvalProof = (data: Partial<transactions.Proof> = {}): transactions.Proof =>
  mergeProof({ burned: [], payoutUsd: noUsd, ...data });

const asked = { by: 'anna', why: 'free the money' };

export const requestAction = (
  data: Some<walletAction.RequestAction> = {},
): walletAction.RequestAction => ({
  type: 'RequestAction',
  data: { ...actionKey, work: merging(), ...asked, at, ...data },
});

export const walletActionRequested = (
  data: Some<walletAction.Requested> = {},
): walletAction.Requested => ({
  type: 'WalletActionRequested',
  data: { ...actionKey, work: merging(), ...asked, at, ...data },
});

export const walletActionSigned = (
  attempt = 1,
): transactions.Signed<'WalletAction', walletAction.ActionKey> => ({
  type: 'WalletActionSigned',
  data: { ...actionKey, ...transaction(attempt), at },
});

export const walletActionConfirmed = (
  data: Some<walletAction.Confirmed> = {},
): walletAction.Confirmed => ({
  type: 'WalletActionConfirmed',
  data: { ...actionKey, work: merging(), proof: mergeProof(), at, ...data },
});

export const walletActionFailed = (
  data: Partial<transactions.Failed<'WalletAction', walletAction.ActionKey>['data']> = {},
): transactions.Failed<'WalletAction', walletAction.ActionKey> => ({
  type: 'WalletActionFailed',
  data: {
    ...actionKey,
    ...{ attempt: 1, reason: 'simulation_failed', detail: 'execution reverted' },
    ...{ final: false, at },
    ...data,
  },
});
