/** Every fact of an account, by name: a fold that misses one is wrong, so the compiler counts them. */
import type { account } from '@sluice/domain';

const EVERY = {
  StrategyRegistered: true,
  RiskRulesSet: true,
  RulesTookEffect: true,
  SignalApproved: true,
  SignalRefused: true,
  ReservationReleased: true,
  ExposureOpened: true,
  ExposureSettled: true,
  ExposureClosed: true,
  FillReversed: true,
  SlippageBreached: true,
  EquityMarked: true,
  PeakReset: true,
  CollateralObserved: true,
  StrategyPaused: true,
  StrategyResumed: true,
  BreakerTripped: true,
  BreakerCleared: true,
  RulesUnevaluated: true,
  StrategyKilled: true,
  StrategyReleased: true,
  AccountKilled: true,
  AccountReleased: true,
} as const satisfies Readonly<Record<account.Event['type'], true>>;

export const ACCOUNT_FACTS = Object.keys(EVERY) as readonly account.Event['type'][];
