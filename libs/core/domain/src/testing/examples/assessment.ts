/** Typical evidence for the rules: an open market, a quiet book, a strategy with 10,000 dollars. */
import { initialState, newStrategy, type Strategy } from '../../account/state.js';
import type * as account from '../../account.js';
import type { Evidence, Proposal } from '../../account/rules/index.js';
import { noFee } from '../../fee.js';
import { price, shares, usd } from '../../money.js';
import { at, conditionId, noToken, strategyId, yesToken } from './common.js';
import { signal } from './signal.js';

export const marketView = (data: Partial<account.MarketView> = {}): account.MarketView => ({
  status: 'open',
  tokenIds: [yesToken, noToken],
  tickSize: price('0.01'),
  orderSizeMin: shares('5'),
  fee: noFee,
  ...data,
});

export const level = (at: string, size = '1000'): account.Level => ({
  price: price(at),
  shares: shares(size),
});

export const quote = (data: Partial<account.Quote> = {}): account.Quote => ({
  tokenId: yesToken,
  bids: [level('0.49')],
  asks: [level('0.50')],
  at,
  ...data,
});

/** A signal as the account assesses it; everything but the signal can be replaced by `around`. */
export const assessSignal = (
  data: Parameters<typeof signal>[0] = {},
  around: Partial<account.Assessment> = {},
): account.AssessSignal => ({
  type: 'AssessSignal',
  data: {
    signal: signal(data),
    market: marketView(),
    quote: quote({ at: around.at ?? at }),
    at,
    ...around,
  },
});

export const strategy = (data: Partial<Strategy> = {}): Strategy => ({
  ...newStrategy(strategyId, usd('10000')),
  rules: {},
  rulesVersion: 1,
  newestVersion: 1,
  ...data,
});

/** An account with this one strategy and nothing else. */
export const accountWith = (only: Strategy = strategy()): account.State => ({
  ...initialState,
  strategies: initialState.strategies.with(only.strategyId, only),
});

export const proposal = (data: Partial<Proposal> = {}): Proposal => ({
  conditionId,
  side: 'BUY',
  limitPrice: price('0.50'),
  sizeUsd: usd('20'),
  shares: shares('40'),
  reservedUsd: usd('20'),
  dayKey: 'day/2026-11-22',
  eventSide: undefined,
  ...data,
});

export const evidence = (data: Partial<Evidence> = {}): Evidence => ({
  rules: {},
  strategy: strategy(),
  account: accountWith(data.strategy),
  proposal: proposal(),
  market: marketView(),
  quote: quote(),
  observedAtMs: Date.parse(at),
  atMs: Date.parse(at),
  ...data,
});
