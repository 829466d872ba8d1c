/** Any word a fact can be made of: names, amounts, instants, books, decisions. */
import type { account, fee, money, signal } from '@sluice/domain';
import fc from 'fast-check';
import { orderTypes, sides } from '../streams/common.codec.js';
import { checkUnits, marketStatuses, refusalCodes } from '../streams/decision.codec.js';

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

export const arbitraryQuote: fc.Arbitrary<account.Quote> = fc.record({
  tokenId: text,
  bids: fc.array(fc.record({ price, shares }), { maxLength: 4 }),
  asks: fc.array(fc.record({ price, shares }), { maxLength: 4 }),
  at: instant,
});

export const arbitrarySignal: fc.Arbitrary<signal.Signal> = fc.record({
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
    dailyBudgetUsd: usd,
    dailyBudgetPct: ratio,
    maxPositionSizeUsd: usd,
    maxPositionSizePct: ratio,
    maxTotalExposureUsd: usd,
    maxTotalExposurePct: ratio,
    maxPositionsPerMarket: count,
    maxConcurrentPositions: count,
    maxSpreadPct: ratio,
    timeZone: text,
  },
  { requiredKeys: [] },
);

export const decision: fc.Arbitrary<account.Decision> = fc.record({
  checks: fc.array(
    fc.record({
      code: refusalCode,
      unit: fc.constantFrom(...checkUnits.words),
      value: integer,
      limit: fc.option(integer, { nil: undefined }),
      passed: flag,
      near: flag,
      detail: text,
    }),
    { maxLength: 4 },
  ),
  rulesVersion: count,
  quote: fc.option(arbitraryQuote, { nil: undefined }),
  market: fc.option(
    fc.record({
      status: fc.constantFrom(...marketStatuses.words),
      tokenIds: fc.array(text, { maxLength: 3 }),
      tickSize: price,
      orderSizeMin: shares,
      fee: feeSchedule,
    }),
    { nil: undefined },
  ),
});
