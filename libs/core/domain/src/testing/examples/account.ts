/** Typical account messages: a strategy of 10,000 dollars that bought 40 shares for 20. */
import type * as account from '../../account.js';
import { noFee } from '../../fee.js';
import { noUsd, price, ratio, shares, usd } from '../../money.js';
import { marketView, quote } from './assessment.js';
import { accountId, at, conditionId, noToken, signalId, strategyId, yesToken } from './common.js';
import { fill, orderKey } from './order.js';
import { signal } from './signal.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

const registration: account.StrategyRegistered['data'] = {
  accountId,
  strategyId,
  capitalUsd: usd('10000'),
  by: 'ana',
  at,
};

export const registerStrategy = (
  data: Some<account.RegisterStrategy> = {},
): account.RegisterStrategy => ({
  type: 'RegisterStrategy',
  data: { ...registration, ...data },
});

export const strategyRegistered = (
  data: Some<account.StrategyRegistered> = {},
): account.StrategyRegistered => ({
  type: 'StrategyRegistered',
  data: { ...registration, ...data },
});

export const setRiskRules = (
  rules: account.RiskRules = {},
  data: Some<account.SetRiskRules> = {},
): account.SetRiskRules => ({
  type: 'SetRiskRules',
  data: { accountId, strategyId, rules, by: 'ana', why: 'first limits', at, ...data },
});

export const riskRulesSet = (
  rules: account.RiskRules = {},
  data: Some<account.RiskRulesSet> = {},
): account.RiskRulesSet => ({
  type: 'RiskRulesSet',
  data: { accountId, strategyId, rules, version: 1, by: 'ana', why: 'first limits', at, ...data },
});

/** What must have happened before a signal can be approved. */
export const readyToTrade = (rules: account.RiskRules = {}): readonly account.Event[] => [
  strategyRegistered(),
  riskRulesSet(rules),
];

const decision: account.Decision = {
  checks: [],
  rulesVersion: 1,
  quote: quote(),
  market: marketView(),
};

export const signalApproved = (data: Partial<account.Approval> = {}): account.SignalApproved => ({
  type: 'SignalApproved',
  data: {
    signalId,
    accountId,
    strategyId,
    conditionId,
    tokenId: yesToken,
    side: 'BUY',
    orderType: 'FAK',
    limitPrice: price('0.50'),
    sizeUsd: usd('20'),
    shares: shares('40'),
    reservedUsd: usd('20'),
    fee: noFee,
    dayKey: 'day/2026-11-22',
    reduceOnly: false,
    decision,
    observedAt: at,
    at,
    ...data,
  },
});

/** A sell of what is held, promised to the order of signal "exit-1". */
export const exitApproved = (data: Partial<account.Approval> = {}): account.SignalApproved =>
  signalApproved({
    signalId: 'exit-1',
    side: 'SELL',
    reduceOnly: true,
    reservedUsd: noUsd,
    ...data,
  });

export const signalRefused = (data: Some<account.SignalRefused> = {}): account.SignalRefused => ({
  type: 'SignalRefused',
  data: {
    signal: signal(),
    code: 'position_too_large',
    sentence: 'Refused.',
    decision,
    at,
    ...data,
  },
});

/** The account's own reading of an order's fill. */
export const bookFill = (data: Some<account.RecordFill> = {}): account.RecordFill => ({
  type: 'RecordFill',
  data: { ...orderKey(), ...fill(), at, ...data },
});

export const bookSale = (data: Some<account.RecordFill> = {}): account.RecordFill =>
  bookFill({
    orderId: 'exit-order-1',
    signalId: 'exit-1',
    tradeId: 'exit-trade-1',
    side: 'SELL',
    ...data,
  });

const accountFill: account.AccountFill = {
  accountId,
  strategyId,
  signalId,
  orderId: 'order-1',
  tradeId: 'trade-1',
  conditionId,
  tokenId: yesToken,
  shares: shares('40'),
};

export const exposureOpened = (
  data: Some<account.ExposureOpened> = {},
): account.ExposureOpened => ({
  type: 'ExposureOpened',
  data: { ...accountFill, costUsd: usd('20'), releasedUsd: usd('20'), at, ...data },
});

export const settleFill = (data: Some<account.SettleFill> = {}): account.SettleFill => ({
  type: 'SettleFill',
  data: { ...orderKey(), tradeId: 'trade-1', at, ...data },
});

export const exposureSettled = (
  data: Some<account.ExposureSettled> = {},
): account.ExposureSettled => ({ type: 'ExposureSettled', data: { ...accountFill, at, ...data } });

export const exposureClosed = (
  data: Some<account.ExposureClosed> = {},
): account.ExposureClosed => ({
  type: 'ExposureClosed',
  data: {
    ...accountFill,
    signalId: 'exit-1',
    orderId: 'exit-order-1',
    tradeId: 'exit-trade-1',
    reason: 'sold',
    costUsd: usd('20'),
    proceedsUsd: usd('24'),
    realizedUsd: usd('4'),
    at,
    ...data,
  },
});

export const reverseFill = (data: Some<account.ReverseFill> = {}): account.ReverseFill => ({
  type: 'ReverseFill',
  data: { ...orderKey(), tradeId: 'trade-1', at, ...data },
});

export const fillReversed = (data: Some<account.FillReversed> = {}): account.FillReversed => ({
  type: 'FillReversed',
  data: { ...accountFill, side: 'BUY', costUsd: usd('20'), realizedUsd: 0n, at, ...data },
});

export const releaseReservation = (
  id = signalId,
  data: Some<account.ReleaseReservation> = {},
): account.ReleaseReservation => ({
  type: 'ReleaseReservation',
  data: { signalId: id, at, ...data },
});

export const reservationReleased = (
  data: Some<account.ReservationReleased> = {},
): account.ReservationReleased => ({
  type: 'ReservationReleased',
  data: {
    accountId,
    strategyId,
    signalId,
    releasedUsd: usd('20'),
    releasedShares: shares('40'),
    at,
    ...data,
  },
});

export const settlePosition = (
  data: Some<account.SettlePosition> = {},
): account.SettlePosition => ({
  type: 'SettlePosition',
  data: {
    accountId,
    conditionId,
    holdings: [{ tokenId: yesToken, shares: shares('40'), payoutUsd: usd('40') }],
    at,
    ...data,
  },
});

/** Ten sets of both outcomes. */
export const mergeSets = (data: Some<account.MergeSets> = {}): account.MergeSets => ({
  type: 'MergeSets',
  data: {
    ...{ accountId, conditionId, tokenIds: [yesToken, noToken] },
    ...{ shares: shares('10'), payoutUsd: usd('10'), transactionHash: '0xmerge', at },
    ...data,
  },
});

const byAna = { accountId, by: 'ana', why: 'the feed is wrong', at };
const strategyByAna = { ...byAna, strategyId };

export const killAccount = (data: Some<account.KillAccount> = {}): account.KillAccount => ({
  type: 'KillAccount',
  data: { ...byAna, ...data },
});

export const accountKilled = (data: Some<account.AccountKilled> = {}): account.AccountKilled => ({
  type: 'AccountKilled',
  data: { ...byAna, ...data },
});

export const releaseAccount = (): account.ReleaseAccount => ({
  type: 'ReleaseAccount',
  data: byAna,
});

export const accountReleased = (): account.AccountReleased => ({
  type: 'AccountReleased',
  data: byAna,
});

export const killStrategy = (data: Some<account.KillStrategy> = {}): account.KillStrategy => ({
  type: 'KillStrategy',
  data: { ...strategyByAna, ...data },
});

export const strategyKilled = (
  data: Some<account.StrategyKilled> = {},
): account.StrategyKilled => ({ type: 'StrategyKilled', data: { ...strategyByAna, ...data } });

export const releaseStrategy = (
  data: Some<account.ReleaseStrategy> = {},
): account.ReleaseStrategy => ({
  type: 'ReleaseStrategy',
  data: { ...strategyByAna, ...data },
});

export const strategyReleased = (): account.StrategyReleased => ({
  type: 'StrategyReleased',
  data: strategyByAna,
});

export const pauseStrategy = (data: Some<account.PauseStrategy> = {}): account.PauseStrategy => ({
  type: 'PauseStrategy',
  data: { ...strategyByAna, ...data },
});

export const strategyPaused = (
  data: Some<account.StrategyPaused> = {},
): account.StrategyPaused => ({
  type: 'StrategyPaused',
  data: { ...strategyByAna, kind: 'operator', formula: '', inputs: [], ...data },
});

export const resumeStrategy = (
  data: Some<account.ResumeStrategy> = {},
): account.ResumeStrategy => ({ type: 'ResumeStrategy', data: { ...strategyByAna, ...data } });

export const strategyResumed = (
  data: Some<account.StrategyResumed> = {},
): account.StrategyResumed => ({
  type: 'StrategyResumed',
  data: {
    ...{ ...strategyByAna, kind: 'operator', streakReset: false, formula: '', inputs: [] },
    ...data,
  },
});

const breaker = { ...byAna, strategyId, kind: 'operator', until: undefined } as const;

export const tripBreaker = (data: Some<account.TripBreaker> = {}): account.TripBreaker => ({
  type: 'TripBreaker',
  data: { ...breaker, ...data },
});

export const breakerTripped = (
  data: Some<account.BreakerTripped> = {},
): account.BreakerTripped => ({ type: 'BreakerTripped', data: { ...breaker, ...data } });

export const clearBreaker = (data: Some<account.ClearBreaker> = {}): account.ClearBreaker => ({
  type: 'ClearBreaker',
  data: { ...strategyByAna, kind: 'operator', ...data },
});

export const breakerCleared = (
  data: Some<account.BreakerCleared> = {},
): account.BreakerCleared => ({
  type: 'BreakerCleared',
  data: { ...strategyByAna, kind: 'operator', ...data },
});

export const resetPeak = (data: Some<account.ResetPeak> = {}): account.ResetPeak => ({
  type: 'ResetPeak',
  data: { ...strategyByAna, ...data },
});

export const peakReset = (data: Some<account.PeakReset> = {}): account.PeakReset => ({
  type: 'PeakReset',
  data: { ...strategyByAna, fromUsd: usd('10000'), peakUsd: usd('9000'), ...data },
});

export const markEquity = (data: Some<account.MarkEquity> = {}): account.MarkEquity => ({
  type: 'MarkEquity',
  data: {
    accountId,
    strategyId,
    marks: [{ tokenId: yesToken, price: price('0.60') }],
    at,
    ...data,
  },
});

export const equityMarked = (data: Some<account.EquityMarked> = {}): account.EquityMarked => ({
  type: 'EquityMarked',
  data: {
    ...{ accountId, strategyId, marks: [], at },
    ...{ equityUsd: usd('10000'), peakUsd: usd('10000'), troughUsd: usd('10000') },
    ...data,
  },
});

export const observeCollateral = (freeUsd = usd('100')): account.ObserveCollateral => ({
  type: 'ObserveCollateral',
  data: { accountId, freeUsd, at },
});

export const collateralObserved = (freeUsd = usd('100')): account.CollateralObserved => ({
  type: 'CollateralObserved',
  data: { accountId, freeUsd, at },
});

export const passTime = (at: string): account.PassTime => ({
  type: 'PassTime',
  data: { accountId, at },
});

export const rulesTookEffect = (
  data: Some<account.RulesTookEffect> = {},
): account.RulesTookEffect => ({
  type: 'RulesTookEffect',
  data: { accountId, strategyId, version: 2, at, ...data },
});

export const rulesUnevaluated = (
  data: Some<account.RulesUnevaluated> = {},
): account.RulesUnevaluated => ({
  type: 'RulesUnevaluated',
  data: { accountId, strategyId, since: at, at, ...data },
});

export const slippageBreached = (
  data: Some<account.SlippageBreached> = {},
): account.SlippageBreached => ({
  type: 'SlippageBreached',
  data: {
    ...{ accountId, strategyId, signalId, orderId: 'order-1', tradeId: 'trade-1', at },
    ...{ slippage: ratio('0.02'), limit: ratio('0.01') },
    ...data,
  },
});
