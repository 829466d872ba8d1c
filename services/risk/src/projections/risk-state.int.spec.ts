/** Risk state on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { ACCOUNT_FACTS } from './fold/account-facts.js';
import { riskRulesOf, riskState, riskStateOf } from './risk-state.js';
import { accountStory } from './testing/account-story.js';
import { ledgerWith, recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { accountKilled, accountReleased, at, breakerCleared, breakerTripped } = examples;
const { equityMarked, exitApproved, exposureClosed, exposureOpened, exposureSettled } = examples;
const { fillReversed, later, peakReset, readyToTrade, riskRulesSet, rulesTookEffect } = examples;
const { signalApproved, signalRefused, strategyId, strategyKilled, strategyPaused } = examples;
const { strategyRegistered, strategyReleased, strategyResumed, yesToken } = examples;
const { price, ratio, usd } = money;
const DAY_MS = 86_400_000;

let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
const forget = () => tables.empty(riskState(ledgerWith([])));
beforeEach(forget);
afterAll(() => tables.drop());

const take = (...facts: readonly account.Event[]) =>
  tables.take(riskState(ledgerWith([])), recorded(...facts));
const state = () => riskStateOf(tables.database, strategyId);

const bought = [...readyToTrade(), signalApproved(), exposureOpened(), exposureSettled()];
const lostTrade = exposureClosed({ proceedsUsd: usd('15'), realizedUsd: -5_000_000n });
const nextDay = (data: Partial<account.Approval> = {}) =>
  signalApproved({
    ...{ signalId: 'signal-2', dayKey: 'day/2026-11-23', at: later(DAY_MS) },
    ...data,
  });

describe('risk state', () => {
  it('starts at the capital, with nothing spent', async () => {
    await take(strategyRegistered());

    expect(await state()).toMatchObject({
      account_id: 'account-1',
      current_equity: '10000.00',
      peak_equity: '10000.00',
      trough_equity: '10000.000000',
      current_drawdown_pct: '0.000',
      daily_window: 'day/2026-11-22',
      daily_spent_usd: '0.00',
      daily_trades_count: 0,
      daily_start_equity: '10000.00',
      is_paused: false,
      killed: false,
      circuit_breaker_active: false,
      breakers: [],
      rules_version: 0,
      marked_at: null,
    });
  });

  it('counts what is promised, then what is held', async () => {
    await take(...readyToTrade(), signalApproved());
    expect(await state()).toMatchObject({
      reserved_usd: '20.000000',
      exposure_usd: '20.000000',
      pending_entries: 1,
      open_positions: 0,
      daily_window: 'day/2026-11-22',
      daily_spent_usd: '20.00',
      weekly_spent_usd: '20.00',
      daily_trades_count: 1,
      daily_start_equity: '10000.00',
    });

    await forget();
    await take(...bought);
    expect(await state()).toMatchObject({
      reserved_usd: '0.000000',
      exposure_usd: '20.000000',
      pending_entries: 0,
      open_positions: 1,
    });
  });

  it('adds up the days of the week and the month, exits not counted', async () => {
    await take(...bought, exitApproved(), nextDay());

    // 22 November 2026 is a Sunday.
    expect(await state()).toMatchObject({
      daily_window: 'day/2026-11-23',
      daily_spent_usd: '20.00',
      daily_trades_count: 1,
      weekly_spent_usd: '20.00',
      monthly_spent_usd: '40.00',
    });
  });

  it('shows the windows of its last fact, whatever that was', async () => {
    await take(...bought, signalRefused({ at: later(DAY_MS) }));

    expect(await state()).toMatchObject({
      daily_window: 'day/2026-11-23',
      daily_spent_usd: '0.00',
      daily_trades_count: 0,
      weekly_spent_usd: '0.00',
      monthly_spent_usd: '20.00',
      last_updated: new Date(later(DAY_MS)),
      unevaluated_since: new Date(later(DAY_MS)),
    });
  });

  it('shows the last 24 hours where the windows roll', async () => {
    const rolling = readyToTrade({ budgetWindow: 'rolling' });
    await take(...rolling, signalApproved(), nextDay({ at: later(DAY_MS - 1) }));
    expect(await state()).toMatchObject({ daily_spent_usd: '40.00', weekly_spent_usd: '40.00' });

    await forget();
    await take(...rolling, signalApproved(), nextDay());
    expect(await state()).toMatchObject({ daily_spent_usd: '20.00', weekly_spent_usd: '40.00' });
  });

  it('stays on its day when a fact is late', async () => {
    await take(...bought, nextDay(), lostTrade);

    expect(await state()).toMatchObject({
      daily_window: 'day/2026-11-23',
      daily_spent_usd: '20.00',
      daily_trades_count: 1,
      last_updated: new Date(later(DAY_MS)),
    });
  });

  it('begins a day with the equity that the day before left', async () => {
    const marked = equityMarked({
      marks: [{ tokenId: yesToken, price: price('0.60') }],
      ...{ equityUsd: usd('10004'), peakUsd: usd('10004'), troughUsd: usd('10004') },
    });
    const fallen = equityMarked({
      marks: [{ tokenId: yesToken, price: price('0.40') }],
      ...{ equityUsd: usd('9996'), peakUsd: usd('10004'), troughUsd: usd('9996') },
      at: later(DAY_MS),
    });
    await take(...bought, marked, fallen);

    expect(await state()).toMatchObject({
      current_equity: '9996.00',
      daily_start_equity: '10004.00',
      equity_usd: '9996.000000',
      unrealized_usd: '-4.000000',
      peak_equity: '10004.00',
      trough_equity: '9996.000000',
      current_drawdown_pct: '0.001',
      drawdown_pct: '0.000800',
      marked_at: new Date(later(DAY_MS)),
    });
  });

  it('knows no drawdown after a reset of the peak', async () => {
    const reset = peakReset({ peakUsd: usd('9000'), at: later(1) });
    await take(...readyToTrade(), exposureClosed({ realizedUsd: -1_000_000_000n }), reset);

    expect(await state()).toMatchObject({
      current_equity: '9000.00',
      realized_usd: '-1000.000000',
      peak_equity: '9000.00',
      trough_equity: '9000.000000',
      current_drawdown_pct: '0.000',
      marked_at: new Date(later(1)),
    });
  });

  it('shows numbers that its columns cannot hold as the largest they can', async () => {
    const lost = 123_456_789_012_345_678_901n;
    const capitalUsd = usd('0.000001');
    const gained = exposureClosed({ tradeId: 'exit-trade-2', realizedUsd: 3n * lost });
    await take(
      strategyRegistered({ capitalUsd }),
      riskRulesSet(),
      exposureClosed({ realizedUsd: 0n - lost }),
    );
    expect(await state()).toMatchObject({
      current_equity: '-9999999999.99',
      equity_usd: '-123456789012345.678900',
      current_drawdown_pct: '99.999',
    });

    await forget();
    await take(strategyRegistered({ capitalUsd }), riskRulesSet(), gained);
    expect(await state()).toMatchObject({ current_equity: '9999999999.99' });
  });

  it('counts lost trades in a row, but none whose sale failed to settle', async () => {
    await take(...bought, lostTrade);
    expect(await state()).toMatchObject({ consecutive_losses: 1, current_equity: '9995.00' });

    const failed = fillReversed({
      ...{ orderId: 'exit-order-1', tradeId: 'exit-trade-1', side: 'SELL' },
      realizedUsd: -5_000_000n,
    });
    await forget();
    await take(...bought, lostTrade, failed);
    expect(await state()).toMatchObject({ consecutive_losses: 0, current_equity: '10000.00' });
  });

  it('shows a pause with its reason, until the resume', async () => {
    const paused = strategyPaused({ kind: 'drawdown', by: 'sluice', why: 'a drawdown of 8 %' });
    await take(...readyToTrade(), paused);
    expect(await state()).toMatchObject({
      is_paused: true,
      pause_kind: 'drawdown',
      pause_reason: 'a drawdown of 8 %',
      paused_by: 'sluice',
      paused_at: new Date(at),
      killed: false,
    });

    await forget();
    await take(...readyToTrade(), paused, strategyResumed({ kind: 'drawdown' }));
    expect(await state()).toMatchObject({
      ...{ is_paused: false, pause_kind: null, pause_reason: null, paused_at: null },
    });
  });

  it.each([
    ['account', accountKilled({ why: 'a \u0000 feed' }), accountReleased()],
    ['strategy', strategyKilled({ why: 'a \u0000 feed' }), strategyReleased()],
  ])('shows a kill of the %s, which counts as a pause', async (scope, killed, releasedAgain) => {
    await take(...readyToTrade(), killed);
    expect(await state()).toMatchObject({
      ...{ killed: true, kill_scope: scope, kill_reason: 'a \ufffd feed', killed_by: 'ana' },
      ...{ killed_at: new Date(at), kill_flattens: false },
      ...{ is_paused: true, pause_reason: 'killed by ana: a \ufffd feed', pause_kind: null },
      paused_at: new Date(at),
    });

    await forget();
    await take(...readyToTrade(), killed, releasedAgain);
    expect(await state()).toMatchObject({
      ...{ killed: false, kill_scope: null, kill_reason: null },
      ...{ is_paused: false, pause_reason: null, paused_at: null },
    });
  });

  it('shows the breaker that lasts longest, and lists them all', async () => {
    const short = breakerTripped({ kind: 'slippage', why: 'three', until: later(5_000) });
    const long = breakerTripped({
      ...{ strategyId: undefined, kind: 'order_errors', why: 'half', until: later(9_000) },
    });
    await take(...readyToTrade(), short, long);
    expect(await state()).toMatchObject({
      circuit_breaker_active: true,
      circuit_breaker_reason: 'half',
      circuit_breaker_until: new Date(later(9_000)),
      breakers: [
        { scope: 'account', kind: 'order_errors', why: 'half', since: at, until: later(9_000) },
        { scope: 'strategy', kind: 'slippage', why: 'three', since: at, until: later(5_000) },
      ],
    });

    const endless = breakerTripped({ kind: 'operator', why: 'a feeling' });
    await forget();
    await take(...readyToTrade(), endless, short, long);
    expect(await state()).toMatchObject({
      ...{ circuit_breaker_reason: 'a feeling', circuit_breaker_until: null },
    });

    const cleared = [
      breakerCleared({ kind: 'slippage' }),
      breakerCleared({ strategyId: undefined, kind: 'order_errors' }),
    ];
    await forget();
    await take(...readyToTrade(), short, long, ...cleared);
    expect(await state()).toMatchObject({
      ...{ circuit_breaker_active: false, circuit_breaker_reason: null, breakers: [] },
    });
  });

  it('changes every row of the account, and no other, when the account is stopped', async () => {
    const projection = riskState(ledgerWith([]));
    const many = Array.from({ length: 300 }, (_, index) =>
      strategyRegistered({
        accountId: index < 299 ? 'account-1' : 'account-2',
        strategyId: `s-${index}`,
      }),
    );
    const facts = recorded(...many, accountKilled({ at: later(1) }));
    await tables.take(projection, facts.slice(0, -1));
    await tables.take(projection, facts.slice(-1));

    expect(
      await tables.database.query(
        'select account_id, killed, count(*)::int from lt_risk_state group by 1, 2 order by 1',
      ),
    ).toEqual([
      { account_id: 'account-1', killed: true, count: 299 },
      { account_id: 'account-2', killed: false, count: 1 },
    ]);
  });
});

describe('risk rules', () => {
  const rules = () => riskRulesOf(tables.database, strategyId);

  it('shows the limits that are set, and the defaults that hold where the design has one', async () => {
    const limits = { dailyBudgetPct: ratio('0.0005'), maxPositionSizeUsd: usd('250') };
    await take(strategyRegistered(), riskRulesSet(limits));

    expect(await rules()).toMatchObject({
      daily_budget_usd: null,
      daily_budget_pct: '0.001',
      weekly_budget_usd: null,
      max_position_size_usd: '250.00',
      max_position_size_pct: null,
      max_positions_per_market: 1,
      max_concurrent_positions: 20,
      max_drawdown_pct: '0.070',
      max_consecutive_losses: 5,
      drawdown_resume_threshold_pct: null,
      max_slippage_pct: '0.0100',
      max_spread_pct: null,
      max_latency_ms: 5000,
      use_volatility_adjustment: false,
      volatility_lookback_days: 7,
      low_volatility_multiplier: '1.00',
      high_volatility_multiplier: '0.50',
      enable_stop_loss: false,
      stop_loss_pct: null,
      budget_window: null,
      rules: { daily_budget_pct: '0.0005', max_position_size_usd: '250' },
      version: 1,
      by: 'ana',
      why: 'first limits',
    });
    expect(await tables.rows('lt_strategies')).toMatchObject([
      { risk_rules_id: (await rules())?.rule_id, health_status: 'HEALTHY' },
    ]);
  });

  it('has a column for every limit', async () => {
    const limits: Required<account.RiskRules> = {
      ...{ maxSignalAgeMs: 1, timeZone: 'Asia/Tokyo', budgetWindow: 'rolling' },
      ...{ dailyBudgetUsd: usd('2'), dailyBudgetPct: ratio('0.03'), weeklyBudgetUsd: usd('4') },
      ...{ monthlyBudgetUsd: usd('5'), fixedUsd: usd('6'), equityPct: ratio('0.07') },
      ...{ proportional: ratio('0.08'), maxPositionSizeUsd: usd('9') },
      ...{ maxPositionSizePct: ratio('0.1'), onOversize: 'clip', maxTotalExposureUsd: usd('11') },
      ...{ maxTotalExposurePct: ratio('0.12'), maxPositionsPerMarket: 13 },
      ...{ maxConcurrentPositions: 14, maxDrawdownPct: ratio('0.15') },
      ...{ drawdownResumeThresholdPct: ratio('0.16'), maxConsecutiveLosses: 17 },
      ...{ streakCooldownMs: 18, maxSlippagePct: ratio('0.19'), maxSpreadPct: ratio('0.2') },
      ...{ minLiquidityUsd: usd('21'), maxLatencyMs: 22, maxEventLossUsd: usd('23') },
      ...{ breakerTripCount: 24, breakerWindowMs: 25, breakerCooldownMs: 26 },
      ...{ useVolatilityAdjustment: true, volatilityLookbackDays: 27 },
      ...{ lowVolatilityMultiplier: ratio('0.28'), highVolatilityMultiplier: ratio('0.29') },
      ...{ enableStopLoss: true, stopLossPct: ratio('0.3'), enableTakeProfit: true },
      ...{ takeProfitPct: ratio('0.31'), trailingStopPct: ratio('0.32'), timeStopMs: 33 },
      exitMaxSlippagePct: ratio('0.34'),
    };
    await take(strategyRegistered(), riskRulesSet(limits));

    const row = (await rules()) as unknown as Record<string, unknown>;
    const inColumns = row['rules'] as Record<string, unknown>;
    expect(Object.keys(inColumns)).toHaveLength(Object.keys(limits).length);
    const shown = Object.keys(inColumns).map((column) => [column, plain(row[column])]);
    expect(Object.fromEntries(shown)).toEqual(inColumns);
  });

  it('shows what no column holds as the largest it can', async () => {
    const huge = usd('99999999999999');
    await take(
      strategyRegistered(),
      riskRulesSet({
        ...{ maxTotalExposureUsd: huge, maxPositionSizeUsd: huge, maxDrawdownPct: ratio('5000') },
        ...{ highVolatilityMultiplier: ratio('5000'), maxConcurrentPositions: 1e12 },
        ...{ maxLatencyMs: 1e12, streakCooldownMs: 1e12, maxSlippagePct: ratio('5000') },
      }),
    );

    expect(await rules()).toMatchObject({
      max_total_exposure_usd: '9999999999.99',
      max_position_size_usd: '99999999.99',
      max_drawdown_pct: '99.999',
      high_volatility_multiplier: '99.99',
      max_concurrent_positions: 2_147_483_647,
      max_latency_ms: 2_147_483_647,
      max_slippage_pct: '99.9999',
      streak_cooldown_ms: '1000000000000',
    });
  });

  it('holds the last limits, and the day of the first', async () => {
    const changed = riskRulesSet({}, { version: 2, why: 'no limit', at: later(1_000) });
    await take(...readyToTrade(), changed);

    expect(await rules()).toMatchObject({
      ...{ version: 2, why: 'no limit', rules: {} },
      created_at: new Date(at),
      updated_at: new Date(later(1_000)),
    });
  });

  it('holds limits set for later only when they take effect', async () => {
    const scheduled = riskRulesSet(
      { maxConcurrentPositions: 3 },
      { version: 2, why: 'stricter', by: 'ben', effectiveAt: later(5_000), at: later(1) },
    );
    await take(...readyToTrade(), scheduled);
    expect(await rules()).toMatchObject({ version: 1, max_concurrent_positions: 20, by: 'ana' });
    expect(await state()).toMatchObject({ rules_version: 1, newest_rules_version: 2 });

    await forget();
    await take(...readyToTrade(), scheduled, rulesTookEffect({ at: later(5_010) }));
    expect(await rules()).toMatchObject({
      ...{ version: 2, max_concurrent_positions: 3, by: 'ben', why: 'stricter' },
      created_at: new Date(at),
      updated_at: new Date(later(5_010)),
    });
    expect(await state()).toMatchObject({ rules_version: 2, newest_rules_version: 2 });
  });

  it('does not exist before the first limits take effect', async () => {
    const first = riskRulesSet({}, { effectiveAt: later(5_000) });
    await take(strategyRegistered(), first);
    expect(await rules()).toBeUndefined();
    expect(await tables.rows('lt_strategies')).toMatchObject([{ risk_rules_id: null }]);
  });
});

describe('risk state from the ledger', () => {
  const story = accountStory();

  it('tells of every fact an account knows', () => {
    expect([...new Set(story.map(({ type }) => type))].sort()).toEqual([...ACCOUNT_FACTS].sort());
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    await sameInAnyBatches(tables, () => riskState(ledgerWith([])), story);

    expect(await tables.rows('lt_strategies')).toMatchObject([
      { strategy_id: 'strategy-1', account_id: 'account-1' },
      { strategy_id: 'strategy-2', account_id: 'account-1' },
      { strategy_id: 'strategy-3', account_id: 'account-2' },
    ]);
    expect(await tables.database.query('select strategy_id, killed from lt_risk_state')).toEqual(
      expect.arrayContaining([
        { strategy_id: 'strategy-1', killed: false },
        { strategy_id: 'strategy-3', killed: true },
      ]),
    );
  });

  it('takes a lost batch again from what it knew before', async () => {
    const ledger = ledgerWith(story);
    const projection = riskState(ledger);
    const whole = await tables.rebuild(riskState(ledgerWith([])), story, 100);
    await tables.empty(projection);

    await tables.take(projection, story.slice(0, 16));
    await tables.lose(projection, story.slice(16, 29));
    await tables.take(projection, story.slice(16));
    expect(ledger.loads).toBe(0);
    expect(await tables.rebuild(projection, story, 4)).toEqual(whole);
  });

  it('reads what stood before it when it starts in the middle', async () => {
    const whole = await tables.rebuild(riskState(ledgerWith([])), story, 100);
    await forget();

    await tables.take(riskState(ledgerWith([])), story.slice(0, 7));
    const restarted = ledgerWith(story);
    await tables.take(riskState(restarted), story.slice(7), 2);
    expect(restarted.loads).toBe(2);
    expect(await tables.hash(riskState(restarted))).toEqual(whole);
  });

  it('does not guess when the ledger holds less than it was given', async () => {
    const taking = tables.take(riskState(ledgerWith(story.slice(0, 2))), story.slice(20));

    await expect(taking).rejects.toThrow('gave 1 facts of account account-1');
  });
});

/** "0.280000" is 0.28, and a count that Postgres gives as text is one. */
const plain = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (/^\d+$/.test(value)) return Number(value);
  return /^\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value;
};
