/** When the chain pays for outcomes or proves them lost, positions end or shrink, and profit is realized. */
import { account, type walletAction } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';

export const whenRedemptionConfirmed = when('RedemptionConfirmed').tell(account.decider)({
  name: 'risk--when-redemption-confirmed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, at },
  }),
});

export const whenLossConfirmed = when('LossConfirmed').tell(account.decider)({
  name: 'risk--when-loss-confirmed',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, at },
  }),
});

/** Somebody else may have taken a part only: what is left is still ours to redeem. */
export const whenRedemptionFoundElsewhere = when('RedemptionFoundElsewhere').tell(account.decider)({
  name: 'risk--when-redemption-found-elsewhere',
  stream: ({ data }) => accountStream(data.accountId),
  command: ({ data: { accountId, conditionId, holdings, proof, at } }) => ({
    type: 'SettlePosition',
    data: { accountId, conditionId, holdings, transactionHash: proof.transactionHash, at },
  }),
});

export const whenSetsMerged = when('WalletActionConfirmed').tell(account.decider)({
  name: 'risk--when-sets-merged',
  stream: ({ data }) => (isMerge(data.work) ? accountStream(data.accountId) : undefined),
  command: ({ data: { accountId, work, proof, at } }) => {
    const { conditionId, tokenIds, shares } = mergeOf(work);
    const { transactionHash, payoutUsd } = proof;
    const about = { accountId, conditionId, tokenIds, shares, transactionHash };
    return { type: 'MergeSets', data: { ...about, payoutUsd, at } };
  },
});

const isMerge = (work: walletAction.Work): work is walletAction.Merging => work.kind === 'merge';

function mergeOf(work: walletAction.Work): walletAction.Merging {
  if (isMerge(work)) return work;
  throw new Error('An approval merges nothing');
}
