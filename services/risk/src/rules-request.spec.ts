import { describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { z } from 'zod';
import {
  columnNames,
  columnsOf,
  diffOf,
  readRules,
  RulesRequest,
  toRiskRules,
} from './rules-request.js';

/** Each rule there is: the compiler asks for a new one here, and the tests for its column. */
const EVERY: Required<account.RiskRules> = {
  maxSignalAgeMs: 20_000,
  timeZone: 'America/New_York',
  budgetWindow: 'rolling',
  dailyBudgetUsd: money.usd('250.5'),
  dailyBudgetPct: money.ratio('0.1'),
  weeklyBudgetUsd: money.usd('900'),
  monthlyBudgetUsd: money.usd('2000'),
  fixedUsd: money.usd('10'),
  equityPct: money.ratio('0.01'),
  proportional: money.ratio('1.5'),
  maxPositionSizeUsd: money.usd('100'),
  maxPositionSizePct: money.ratio('0.05'),
  onOversize: 'clip',
  maxTotalExposureUsd: money.usd('1000'),
  maxTotalExposurePct: money.ratio('1'),
  maxPositionsPerMarket: 2,
  maxConcurrentPositions: 7,
  maxDrawdownPct: money.ratio('0.2'),
  drawdownResumeThresholdPct: money.ratio('0.5'),
  maxConsecutiveLosses: 3,
  streakCooldownMs: 60_000,
  maxSlippagePct: money.ratio('0.02'),
  maxSpreadPct: money.ratio('0.04'),
  minLiquidityUsd: money.usd('50'),
  maxLatencyMs: 2_000,
  maxEventLossUsd: money.usd('75'),
  breakerTripCount: 2,
  breakerWindowMs: 30_000,
  breakerCooldownMs: 90_000,
  useVolatilityAdjustment: true,
  volatilityLookbackDays: 14,
  lowVolatilityMultiplier: money.ratio('1.25'),
  highVolatilityMultiplier: money.ratio('0.25'),
  enableStopLoss: true,
  stopLossPct: money.ratio('0.3'),
  enableTakeProfit: true,
  takeProfitPct: money.ratio('1.5'),
  trailingStopPct: money.ratio('0.1'),
  timeStopMs: 3_600_000,
  exitMaxSlippagePct: money.ratio('0.05'),
};

const rulesOf = (columns: unknown): account.RiskRules => {
  const reading = readRules(columns);
  if (reading.kind === 'rules') return reading.rules;
  throw new Error(JSON.stringify(reading.faults));
};
const faultsOf = (columns: unknown) => {
  const reading = readRules(columns);
  return reading.kind === 'rules' ? [] : reading.faults;
};
const faultyFields = (columns: unknown) => faultsOf(columns).map(({ field }) => field);

describe('risk rules as a person writes them', () => {
  it('have a column for every rule, and come back from it as they were', () => {
    // Only one of the three sizes may be set.
    const { equityPct: _, proportional: __, ...rules } = EVERY;
    expect(Object.keys(columnsOf(EVERY))).toStrictEqual(columnNames);
    expect(columnNames).toHaveLength(Object.keys(EVERY).length);
    expect(rulesOf(columnsOf(rules))).toStrictEqual(rules);
    expect(rulesOf({ equity_pct: 0.01 })).toStrictEqual({ equityPct: EVERY.equityPct });
    expect(rulesOf({ proportional: '1.5' })).toStrictEqual({ proportional: EVERY.proportional });
  });

  it('become limits with money and fractions as integers, from text and from JSON numbers', () => {
    expect(
      rulesOf({
        daily_budget_usd: '250.50',
        daily_budget_pct: '0.1',
        max_position_size_usd: 100,
        max_drawdown_pct: 0.07,
        max_concurrent_positions: 0,
        take_profit_pct: 2.5,
      }),
    ).toStrictEqual({
      dailyBudgetUsd: money.usd('250.5'),
      dailyBudgetPct: money.ratio('0.1'),
      maxPositionSizeUsd: money.usd('100'),
      maxDrawdownPct: money.ratio('0.07'),
      maxConcurrentPositions: 0,
      takeProfitPct: money.ratio('2.5'),
    });
  });

  it('limit only what is named; null names nothing, and a limit of nothing is a limit', () => {
    expect(rulesOf({})).toStrictEqual({});
    expect(rulesOf(Object.fromEntries(columnNames.map((name) => [name, null])))).toStrictEqual({});
    expect(rulesOf({ daily_budget_usd: '0' })).toStrictEqual({ dailyBudgetUsd: money.noUsd });
  });

  it.each<[string, readonly unknown[]]>([
    ['daily_budget_usd', ['-1', 'all', '1.0000001', -0.5, true, '', [], 1e21]],
    ['daily_budget_pct', ['-0.1', '1.01', 10, '10 %']],
    ['max_position_size_pct', [1.000001]],
    ['max_slippage_pct', ['1.5', -1]],
    ['max_spread_pct', ['2', '-1']],
    ['max_drawdown_pct', ['7', 7]],
    ['drawdown_resume_threshold_pct', [0, '0', 1.1]],
    ['take_profit_pct', [0, 101]],
    ['stop_loss_pct', [0, 1.1]],
    ['fixed_usd', [0, '-1']],
    ['low_volatility_multiplier', [-1, '10.1']],
    ['max_concurrent_positions', [-1, 1.5, '3', 1_000_001]],
    ['max_consecutive_losses', [0, 1.5]],
    ['max_signal_age_ms', [0, -1, 0.5, 86_400_001]],
    ['max_latency_ms', [0, 86_400_001]],
    ['breaker_trip_count', [0, 101]],
    ['breaker_window_ms', [0]],
    ['volatility_lookback_days', [0, 31]],
    ['use_volatility_adjustment', ['true', 1]],
    ['budget_window', ['weekly', '']],
    ['on_oversize', ['cut']],
    ['time_zone', ['Mars/Olympus', '', 1, '+05:07']],
  ])('are refused by the name of the column when %s makes no sense', (column, values) => {
    for (const value of values) {
      expect({ value, faults: faultyFields({ [column]: value }) }).toStrictEqual({
        value,
        faults: [column],
      });
    }
  });

  it('are refused with what is needed and what was found', () => {
    expect(faultsOf({ max_drawdown_pct: 7, breaker_trip_count: 'three' })).toStrictEqual([
      {
        field: 'max_drawdown_pct',
        detail: 'must be a fraction from 0 to 1, with at most 6 decimals, was 7',
      },
      {
        field: 'breaker_trip_count',
        detail: 'must be a whole number from 1 to 100, was "three"',
      },
    ]);
  });

  it.each([[undefined], [null], ['max_drawdown_pct'], [[]], [7]])(
    'are an object of columns, and %p is none',
    (columns) => {
      expect(faultyFields(columns)).toStrictEqual(['']);
    },
  );

  it.each([
    ['max_position_size', 'max_position_size_usd'],
    ['maxDrawdownPct', 'max_drawdown_pct'],
    ['max_drawdwon_pct', 'max_drawdown_pct'],
    ['dailyBudget', 'daily_budget_usd'],
    ['__proto__', ''],
    ['toString', ''],
  ])(
    'are refused as a whole when a column is not known: a typo lifts no limit: %s',
    (odd, meant) => {
      const columns = JSON.parse(`{"daily_budget_usd":"10","${odd}":"5"}`) as unknown;
      expect(faultsOf(columns)).toStrictEqual([
        { field: odd, detail: expect.stringContaining(`the nearest is ${meant}`) },
      ]);
    },
  );

  it('are refused with every fault at once', () => {
    expect(
      faultyFields({
        max_spred_pct: 1,
        max_drawdown_pct: -1,
        weekly_budget_usd: 10,
        daily_budget_usd: 20,
        other: 1,
      }),
    ).toStrictEqual(['max_spred_pct', 'max_drawdown_pct', 'other', 'daily_budget_usd']);
  });
});

describe('risk rules that contradict each other', () => {
  it.each<[string, string, object]>([
    ['daily_budget_usd', 'the week', { daily_budget_usd: 11, weekly_budget_usd: 10 }],
    ['daily_budget_usd', 'the month', { daily_budget_usd: 11, monthly_budget_usd: 10 }],
    ['weekly_budget_usd', 'the month', { weekly_budget_usd: 11, monthly_budget_usd: 10 }],
    ['equity_pct', 'another size', { fixed_usd: 1, equity_pct: 0.01 }],
    ['proportional', 'another size', { proportional: 2, equity_pct: 0.01 }],
    [
      'high_volatility_multiplier',
      'the calm size',
      { use_volatility_adjustment: true, low_volatility_multiplier: 0.4 },
    ],
    ['stop_loss_pct', 'its absence', { enable_stop_loss: true }],
    ['take_profit_pct', 'its absence', { enable_take_profit: true, take_profit_pct: null }],
  ])('are refused: %s against %s', (field, _, columns) => {
    expect(faultyFields(columns)).toStrictEqual([field]);
  });

  it('say which two columns, with both numbers', () => {
    expect(faultsOf({ daily_budget_usd: '11.50', weekly_budget_usd: 10 })).toStrictEqual([
      { field: 'daily_budget_usd', detail: 'must not be above weekly_budget_usd (10), was 11.5' },
    ]);
  });

  it.each<[string, object]>([
    ['equal limits', { daily_budget_usd: 10, weekly_budget_usd: 10, monthly_budget_usd: 10 }],
    ['a stop by a budget of 0', { daily_budget_usd: 10, weekly_budget_usd: 0 }],
    ['limits of different things', { max_position_size_usd: 11, max_total_exposure_usd: 10 }],
    ['multipliers nobody uses', { low_volatility_multiplier: 0.1 }],
    ['exits that are off', { enable_stop_loss: false, enable_take_profit: false }],
  ])('are not: %s', (_, columns) => {
    expect(faultyFields(columns)).toStrictEqual([]);
  });
});

describe('a change of risk rules', () => {
  it('is told column by column, in words', () => {
    const before = rulesOf({ daily_budget_usd: '10', max_drawdown_pct: 0.1, on_oversize: 'clip' });
    const after = rulesOf({
      daily_budget_usd: '10.000',
      max_drawdown_pct: '0.2',
      time_zone: 'UTC',
    });
    expect(diffOf(before, after)).toStrictEqual([
      { column: 'time_zone', from: null, to: 'UTC' },
      { column: 'on_oversize', from: 'clip', to: null },
      { column: 'max_drawdown_pct', from: '0.1', to: '0.2' },
    ]);
  });

  it('begins with nothing set', () => {
    expect(diffOf(undefined, rulesOf({ max_latency_ms: 5 }))).toStrictEqual([
      { column: 'max_latency_ms', from: null, to: 5 },
    ]);
    expect(diffOf(undefined, {})).toStrictEqual([]);
  });
});

describe('risk rules in a larger request', () => {
  const Request = z.strictObject({ rules: RulesRequest });

  it('are read with it', () => {
    const { rules } = Request.parse({ rules: { max_drawdown_pct: '0.1', time_zone: null } });
    expect(toRiskRules(rules)).toStrictEqual({ maxDrawdownPct: money.ratio('0.1') });
  });

  it.each<[string, unknown]>([
    ['rules.max_drawdown_pct', { max_drawdown_pct: 2 }],
    ['rules.max_drawdown', { max_drawdown: 2 }],
    ['rules', undefined],
  ])('are refused by their place in it: %s', (field, rules) => {
    const paths = Request.safeParse({ rules }).error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toStrictEqual([field]);
  });

  it('are described with every column', () => {
    const { properties } = z.toJSONSchema(RulesRequest, { io: 'input' });
    expect(Object.keys(properties ?? {})).toStrictEqual(columnNames);
  });
});
