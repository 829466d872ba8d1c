/** Typical market messages. */
import { noFee } from '../../fee.js';
import type * as market from '../../market.js';
import { price, shares } from '../../money.js';
import { at, conditionId, noToken, yesToken } from './common.js';

export const listing = (data: Partial<market.Listing> = {}): market.Listing => ({
  conditionId,
  question: 'Will it rain tomorrow?',
  outcomes: [
    { tokenId: yesToken, name: 'Yes' },
    { tokenId: noToken, name: 'No' },
  ],
  tickSize: price('0.01'),
  orderSizeMin: shares('5'),
  fee: noFee,
  negRisk: false,
  ...data,
});

export const listMarket = (data: Partial<market.Listed['data']> = {}): market.ListMarket => ({
  type: 'ListMarket',
  data: { ...listing(), at, ...data },
});

export const marketListed = (data: Partial<market.Listed['data']> = {}): market.Listed => ({
  type: 'MarketListed',
  data: { ...listing(), at, ...data },
});

export const closeMarket = (): market.CloseMarket => ({
  type: 'CloseMarket',
  data: { conditionId, at },
});

export const marketClosed = (): market.Closed => ({
  type: 'MarketClosed',
  data: { conditionId, at },
});

export const reopenMarket = (): market.ReopenMarket => ({
  type: 'ReopenMarket',
  data: { conditionId, at },
});

export const marketReopened = (): market.Reopened => ({
  type: 'MarketReopened',
  data: { conditionId, at },
});

const observed = { conditionId, status: 'proposed', at } as const;

export const observeProgress = (
  data: Partial<market.Progressed['data']> = {},
): market.ObserveProgress => ({ type: 'ObserveProgress', data: { ...observed, ...data } });

export const marketProgressed = (
  data: Partial<market.Progressed['data']> = {},
): market.Progressed => ({ type: 'MarketProgressed', data: { ...observed, ...data } });

export const marketDisputed = (data: Partial<market.Disputed['data']> = {}): market.Disputed => ({
  type: 'MarketDisputed',
  data: { ...observed, status: 'disputed', ...data },
});

export const marketDisputeEnded = (
  data: Partial<market.DisputeEnded['data']> = {},
): market.DisputeEnded => ({
  type: 'MarketDisputeEnded',
  data: { ...observed, status: 'reproposed', ...data },
});

const resolved: market.Resolved['data'] = {
  conditionId,
  payoutNumerators: [1n, 0n],
  payoutDenominator: 1n,
  blockNumber: 80_000_000n,
  transactionHash: '0xresolution',
  at,
};

export const resolveMarket = (
  data: Partial<market.Resolved['data']> = {},
): market.ResolveMarket => ({ type: 'ResolveMarket', data: { ...resolved, ...data } });

export const marketResolved = (data: Partial<market.Resolved['data']> = {}): market.Resolved => ({
  type: 'MarketResolved',
  data: { ...resolved, ...data },
});
