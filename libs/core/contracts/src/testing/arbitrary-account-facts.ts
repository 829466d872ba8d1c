/** Any fact an account could have. */
import type { account } from '@sluice/domain';
import fc from 'fast-check';
import { exposureCloseReasons } from '../streams/exposure.codec.js';
import { breakerKinds, pauseKinds } from '../streams/steering.codec.js';
import * as word from './arbitrary-words.js';

type AccountData = {
  readonly [Type in account.Event['type']]: fc.Arbitrary<
    Extract<account.Event, { readonly type: Type }>['data']
  >;
};

const fill = {
  accountId: word.text,
  strategyId: word.text,
  signalId: word.text,
  orderId: word.text,
  tradeId: word.text,
  conditionId: word.text,
  tokenId: word.text,
  shares: word.shares,
};
const at = word.instant;
const signed = { accountId: word.text, by: word.text, why: word.text, at };
const strategyId = word.text;
const someStrategy = fc.option(word.text, { nil: undefined });
const pause = {
  ...signed,
  strategyId,
  kind: fc.constantFrom(...pauseKinds.words),
  formula: word.text,
  inputs: fc.array(fc.record({ name: word.text, value: word.text }), { maxLength: 3 }),
};
const breaker = {
  ...signed,
  strategyId: someStrategy,
  kind: fc.constantFrom(...breakerKinds.words),
};

export const arbitraryAccountData: AccountData = {
  StrategyRegistered: fc.record({
    accountId: word.text,
    strategyId: word.text,
    capitalUsd: word.usd,
    by: word.text,
    at,
  }),
  RiskRulesSet: word.perhapsWith(
    { effectiveAt: word.instant },
    {
      accountId: word.text,
      strategyId: word.text,
      rules: word.rules,
      version: word.count,
      by: word.text,
      why: word.text,
      at,
    },
  ),
  RulesTookEffect: fc.record({ accountId: word.text, strategyId, version: word.count, at }),
  SignalApproved: word.perhapsWith(word.resting, {
    signalId: word.text,
    accountId: word.text,
    strategyId: word.text,
    conditionId: word.text,
    tokenId: word.text,
    side: word.side,
    orderType: word.orderType,
    limitPrice: word.price,
    sizeUsd: word.usd,
    shares: word.shares,
    reservedUsd: word.usd,
    fee: word.feeSchedule,
    dayKey: word.text,
    reduceOnly: word.flag,
    decision: word.decision,
    observedAt: word.instant,
    at,
  }),
  SignalRefused: fc.record({
    signal: word.arbitrarySignal,
    code: word.refusalCode,
    sentence: word.text,
    decision: word.decision,
    at,
  }),
  ReservationReleased: word.perhapsWith(
    { rejected: word.flag },
    {
      accountId: word.text,
      strategyId: word.text,
      signalId: word.text,
      releasedUsd: word.usd,
      releasedShares: word.shares,
      at,
    },
  ),
  ExposureOpened: fc.record({ ...fill, costUsd: word.usd, releasedUsd: word.usd, at }),
  ExposureSettled: fc.record({ ...fill, at }),
  ExposureClosed: fc.record({
    ...fill,
    reason: fc.constantFrom(...exposureCloseReasons.words),
    costUsd: word.usd,
    proceedsUsd: word.usd,
    realizedUsd: word.integer,
    at,
  }),
  FillReversed: fc.record({
    ...fill,
    side: word.side,
    costUsd: word.usd,
    realizedUsd: word.integer,
    at,
  }),
  SlippageBreached: fc.record({
    accountId: word.text,
    strategyId,
    signalId: word.text,
    orderId: word.text,
    tradeId: word.text,
    slippage: word.ratio,
    limit: word.ratio,
    at,
  }),
  EquityMarked: fc.record({
    accountId: word.text,
    strategyId,
    marks: fc.array(word.mark, { maxLength: 3 }),
    equityUsd: word.integer,
    peakUsd: word.integer,
    troughUsd: word.integer,
    at,
  }),
  PeakReset: fc.record({ ...signed, strategyId, fromUsd: word.integer, peakUsd: word.integer }),
  CollateralObserved: fc.record({ accountId: word.text, freeUsd: word.usd, at }),
  StrategyPaused: fc.record(pause),
  StrategyResumed: fc.record({ ...pause, streakReset: word.flag }),
  BreakerTripped: fc.record({
    ...breaker,
    until: fc.option(word.instant, { nil: undefined }),
  }),
  BreakerCleared: fc.record(breaker),
  RulesUnevaluated: fc.record({ accountId: word.text, strategyId, since: word.instant, at }),
  StrategyKilled: word.perhapsWith({ flatten: word.flag }, { ...signed, strategyId }),
  StrategyReleased: fc.record({ ...signed, strategyId }),
  AccountKilled: word.perhapsWith({ flatten: word.flag }, signed),
  AccountReleased: fc.record(signed),
};
