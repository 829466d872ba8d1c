/** Any fact an account could have. */
import type { account } from '@sluice/domain';
import fc from 'fast-check';
import { exposureCloseReasons } from '../streams/account.codec.js';
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

export const arbitraryAccountData: AccountData = {
  StrategyRegistered: fc.record({
    accountId: word.text,
    strategyId: word.text,
    capitalUsd: word.usd,
    by: word.text,
    at,
  }),
  RiskRulesSet: fc.record({
    accountId: word.text,
    strategyId: word.text,
    rules: word.rules,
    version: word.count,
    by: word.text,
    why: word.text,
    at,
  }),
  SignalApproved: fc.record({
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
  ReservationReleased: fc.record({
    accountId: word.text,
    strategyId: word.text,
    signalId: word.text,
    releasedUsd: word.usd,
    releasedShares: word.shares,
    at,
  }),
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
  AccountKilled: fc.record({ accountId: word.text, by: word.text, why: word.text, at }),
  AccountReleased: fc.record({ accountId: word.text, by: word.text, why: word.text, at }),
};
