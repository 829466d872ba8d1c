/** Any word a fact can be made of: names, amounts, instants, books, decisions. */
import type { account, fee, money, signal } from '@sluice/domain';
import fc from 'fast-check';
import { orderTypes, sides } from '../streams/common.codec.js';
import {
  checkUnits,
  marketStatuses,
  refusalCodes,
  sizingBases,
} from '../streams/decision.codec.js';
import { budgetWindows, oversizeAnswers } from '../streams/risk-rules.codec.js';

const HIGHEST = 2n ** 128n;

export const text = fc.string({ unit: 'binary', maxLength: 40 });
export const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
export const integer = fc.bigInt({ min: -HIGHEST, max: HIGHEST });
export const usd = integer as fc.Arbitrary<money.MicroUsd>;
export const shares = integer as fc.Arbitrary<money.MicroShares>;
export const ratio = integer as fc.Arbitrary<money.Ratio>;
export const price = fc.bigInt({ min: 1n, max: 999_999n }) as fc.Arbitrary<money.Price>;
export const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
export const safeCount = fc.maxSafeNat();
export const flag = fc.boolean();
export const instant = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
export const side = fc.constantFrom(...sides.words);
export const orderType = fc.constantFrom(...orderTypes.words);
export const feeSchedule: fc.Arbitrary<fee.FeeSchedule> = fc.record({
  rate: ratio,
  exponent: count,
});

export const mark: fc.Arbitrary<account.Mark> = fc.record({
  tokenId: text,
  price: fc.bigInt({ min: 0n, max: 1_000_000n }),
});

/** A record with or without each of the keys that may be absent. */
export const perhapsWith = <Absent extends object, Present extends object>(
  absent: Arbitraries<Absent>,
  present: Arbitraries<Present>,
): fc.Arbitrary<Partial<Absent> & Present> =>
  fc
    .tuple(fc.record(absent, { requiredKeys: [] }), fc.record(present))
    .map((parts) => Object.assign({}, ...parts) as Partial<Absent> & Present);

type Arbitraries<Of> = { readonly [Key in keyof Of]: fc.Arbitrary<Of[Key]> };

export const arbitraryQuote: fc.Arbitrary<account.Quote> = fc.record({
  tokenId: text,
  bids: fc.array(fc.record({ price, shares }), { maxLength: 4 }),
  asks: fc.array(fc.record({ price, shares }), { maxLength: 4 }),
  at: instant,
});

/** What only some orders have. */
export const resting = { expiresAt: instant, postOnly: flag };

export const arbitrarySignal: fc.Arbitrary<signal.Signal> = perhapsWith(resting, {
  signalId: text,
  source: text,
  externalId: text,
  strategyId: text,
  accountId: text,
  conditionId: text,
  tokenId: text,
  side,
  sizeUsd: usd,
  limitPrice: price,
  orderType,
  reduceOnly: flag,
  observedAt: instant,
  receivedAt: instant,
});

export const refusalCode = fc.constantFrom(...refusalCodes.words);

export const rules: fc.Arbitrary<account.RiskRules> = fc.record(
  {
    maxSignalAgeMs: safeCount,
    timeZone: text,
    budgetWindow: fc.constantFrom(...budgetWindows.words),
    dailyBudgetUsd: usd,
    dailyBudgetPct: ratio,
    weeklyBudgetUsd: usd,
    monthlyBudgetUsd: usd,
    fixedUsd: usd,
    equityPct: ratio,
    proportional: ratio,
    maxPositionSizeUsd: usd,
    maxPositionSizePct: ratio,
    onOversize: fc.constantFrom(...oversizeAnswers.words),
    maxTotalExposureUsd: usd,
    maxTotalExposurePct: ratio,
    maxPositionsPerMarket: count,
    maxConcurrentPositions: count,
    maxDrawdownPct: ratio,
    drawdownResumeThresholdPct: ratio,
    maxConsecutiveLosses: count,
    streakCooldownMs: safeCount,
    maxSlippagePct: ratio,
    maxSpreadPct: ratio,
    minLiquidityUsd: usd,
    maxLatencyMs: safeCount,
    maxEventLossUsd: usd,
    breakerTripCount: count,
    breakerWindowMs: safeCount,
    breakerCooldownMs: safeCount,
    useVolatilityAdjustment: flag,
    volatilityLookbackDays: count,
    lowVolatilityMultiplier: ratio,
    highVolatilityMultiplier: ratio,
    enableStopLoss: flag,
    stopLossPct: ratio,
    enableTakeProfit: flag,
    takeProfitPct: ratio,
    trailingStopPct: ratio,
    timeStopMs: safeCount,
    exitMaxSlippagePct: ratio,
  } satisfies { readonly [Limit in keyof account.RiskRules]-?: fc.Arbitrary<unknown> },
  { requiredKeys: [] },
);

const check: fc.Arbitrary<account.Check> = perhapsWith(
  { margin: integer },
  {
    code: refusalCode,
    unit: fc.constantFrom(...checkUnits.words),
    value: integer,
    limit: fc.option(integer, { nil: undefined }),
    passed: flag,
    near: flag,
    detail: text,
  },
);

const marketView: fc.Arbitrary<account.MarketView> = perhapsWith(
  { negRiskEvent: text },
  {
    status: fc.constantFrom(...marketStatuses.words),
    tokenIds: fc.array(text, { maxLength: 3 }),
    tickSize: price,
    orderSizeMin: shares,
    fee: feeSchedule,
  },
);

const volatility: fc.Arbitrary<account.VolatilityMeasure> = fc.record({
  multiplier: ratio,
  points: count,
  rho: fc.option(ratio, { nil: undefined }),
});

const sizing: fc.Arbitrary<account.Sizing> = perhapsWith(
  { volatility },
  {
    askedUsd: usd,
    sizedUsd: usd,
    by: fc.constantFrom(...sizingBases.words),
    clipped: flag,
  },
);

export const decision: fc.Arbitrary<account.Decision> = perhapsWith(
  { sizing },
  {
    checks: fc.array(check, { maxLength: 4 }),
    rulesVersion: count,
    quote: fc.option(arbitraryQuote, { nil: undefined }),
    market: fc.option(marketView, { nil: undefined }),
  },
);
