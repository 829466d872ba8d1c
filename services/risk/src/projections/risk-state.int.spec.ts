/** Risk state on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { riskState, riskStateOf } from './risk-state.js';
import { ledgerWith, recorded } from './testing/account-streams.js';

const { accountKilled, accountReleased, exitApproved, exposureClosed, exposureOpened } = examples;
const { exposureSettled, fillReversed, later, readyToTrade, riskRulesSet, signalApproved } =
  examples;
const { signalRefused, strategyId, strategyRegistered } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskState(ledgerWith([]))));
afterAll(() => tables.drop());

const take = (...facts: readonly account.Event[]) =>
  tables.take(riskState(ledgerWith([])), recorded(...facts));
const state = () => riskStateOf(tables.database, strategyId);

const bought = [...readyToTrade(), signalApproved(), exposureOpened(), exposureSettled()];
const lostTrade = exposureClosed({ proceedsUsd: money.usd('15'), realizedUsd: -5_000_000n });
const nextDay = signalApproved({ signalId: 'signal-2', dayKey: 'day/2026-11-23', at: later(1) });

describe('risk state', () => {
  it('starts at the capital, with nothing spent', async () => {
    await take(strategyRegistered());

    expect(await state()).toMatchObject({
      account_id: 'account-1',
      current_equity: '10000.00',
      peak_equity: '10000.00',
      current_drawdown_pct: '0.000',
      daily_window: null,
      is_paused: false,
      circuit_breaker_active: false,
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

    await tables.empty(riskState(ledgerWith([])));
    await take(...bought);
    expect(await state()).toMatchObject({
      reserved_usd: '0.000000',
      exposure_usd: '20.000000',
      pending_entries: 0,
      open_positions: 1,
    });
  });

  it('adds up the days of the week and the month', async () => {
    await take(...bought, nextDay);

    expect(await state()).toMatchObject({
      daily_window: 'day/2026-11-23',
      daily_spent_usd: '20.00',
      daily_trades_count: 1,
      weekly_spent_usd: '20.00',
      monthly_spent_usd: '40.00',
    });
  });

  it('remembers the peak, and how far below it the strategy stands', async () => {
    const won = exposureClosed({ realizedUsd: 1_000_000_000n });
    const lost = exposureClosed({ tradeId: 'exit-trade-2', realizedUsd: -2_200_000_000n });
    await take(...bought, won, lost);

    expect(await state()).toMatchObject({
      current_equity: '8800.00',
      peak_equity: '11000.00',
      current_drawdown_pct: '0.200',
    });
  });

  it('counts lost trades in a row, and a winner ends the row', async () => {
    const again = { signalId: 'signal-2', tradeId: 'trade-2' };
    const twice = [...bought, lostTrade, signalApproved(again), exposureOpened(again)];
    const secondLoss = exposureClosed({ ...lostTrade.data, tradeId: 'exit-trade-2' });
    const secondGain = exposureClosed({ tradeId: 'exit-trade-2' });

    await take(...twice, secondLoss);
    expect(await state()).toMatchObject({ consecutive_losses: 2 });

    await tables.empty(riskState(ledgerWith([])));
    await take(...twice, secondGain);
    expect(await state()).toMatchObject({ consecutive_losses: 0 });
  });

  it('does not count a loss whose sale failed to settle', async () => {
    const failed = fillReversed({
      orderId: 'exit-order-1',
      tradeId: 'exit-trade-1',
      side: 'SELL',
      realizedUsd: -5_000_000n,
    });
    await take(...bought, lostTrade, failed);

    expect(await state()).toMatchObject({ consecutive_losses: 0, current_equity: '10000.00' });
  });

  it('shows a killed account as paused, and says who killed it', async () => {
    const killed = accountKilled();
    await take(...readyToTrade(), killed);
    expect(await state()).toMatchObject({
      is_paused: true,
      pause_reason: `killed by ${killed.data.by}: ${killed.data.why}`,
      paused_at: new Date(killed.data.at),
    });

    await tables.empty(riskState(ledgerWith([])));
    await take(...readyToTrade(), killed, accountReleased());
    expect(await state()).toMatchObject({ is_paused: false, pause_reason: null, paused_at: null });
  });
});

describe('risk rules', () => {
  const rules = async () => (await tables.rows('lt_risk_rules'))[0];

  it('shows the limits that hold, and no limit that nobody enforces', async () => {
    const limits = { dailyBudgetPct: money.ratio('0.0005'), maxPositionSizeUsd: money.usd('250') };
    await take(strategyRegistered(), riskRulesSet(limits));

    expect(await rules()).toMatchObject({
      daily_budget_usd: null,
      daily_budget_pct: '0.001',
      max_position_size_usd: '250.00',
      max_positions_per_market: 1,
      max_concurrent_positions: 20,
      max_drawdown_pct: null,
      max_consecutive_losses: null,
      enable_stop_loss: false,
      rules: { dailyBudgetPct: '0.0005', maxPositionSizeUsd: '250' },
      version: 1,
      by: 'ana',
      why: 'first limits',
    });
    expect(await tables.rows('lt_strategies')).toMatchObject([
      { risk_rules_id: (await rules())?.['rule_id'], health_status: 'HEALTHY' },
    ]);
  });

  it('holds the last limits, and the day of the first', async () => {
    const changed = riskRulesSet(
      { maxTotalExposureUsd: money.usd('99999999999999') },
      { version: 2, why: 'no limit', at: later(1_000) },
    );
    await take(...readyToTrade(), changed);

    expect(await rules()).toMatchObject({
      max_total_exposure_usd: '9999999999.99',
      version: 2,
      created_at: new Date(examples.at),
      updated_at: new Date(later(1_000)),
    });
  });
});

describe('risk state from the ledger', () => {
  const other = { accountId: 'account-2', strategyId: 'strategy-2' };
  const facts = recorded(
    ...bought,
    strategyRegistered({ accountId: 'account-2' }),
    strategyRegistered(other),
    signalRefused(),
    exitApproved(),
    riskRulesSet({}, { accountId: 'account-2', why: 'not its strategy' }),
    lostTrade,
    riskRulesSet({ maxConcurrentPositions: 3 }, { version: 2, at: later(5) }),
    accountKilled(),
    nextDay,
  );

  it('is the same in batches of any size', async () => {
    const whole = await tables.rebuild(riskState(ledgerWith([])), facts, 100);

    expect(await tables.rows('lt_strategies')).toMatchObject([
      { strategy_id: 'strategy-1', account_id: 'account-1' },
      { strategy_id: 'strategy-2', account_id: 'account-2' },
    ]);
    expect(await tables.rebuild(riskState(ledgerWith([])), facts, 1)).toEqual(whole);
    expect(await tables.rebuild(riskState(ledgerWith([])), facts, 3)).toEqual(whole);
  });

  it('takes a lost batch again from what it knew before', async () => {
    const ledger = ledgerWith(facts);
    const projection = riskState(ledger);
    const whole = await tables.rebuild(riskState(ledgerWith([])), facts, 100);
    await tables.empty(projection);

    await tables.take(projection, facts.slice(0, 6));
    await tables.lose(projection, facts.slice(6, 9));
    await tables.take(projection, facts.slice(6));
    expect(ledger.loads).toBe(0);
    expect(await tables.rebuild(projection, facts, 4)).toEqual(whole);
  });

  it('reads what stood before it when it starts in the middle', async () => {
    const whole = await tables.rebuild(riskState(ledgerWith([])), facts, 100);
    await tables.empty(riskState(ledgerWith([])));

    await tables.take(riskState(ledgerWith([])), facts.slice(0, 7));
    const restarted = ledgerWith(facts);
    await tables.take(riskState(restarted), facts.slice(7), 2);
    expect(restarted.loads).toBe(2);
    expect(await tables.hash(riskState(restarted))).toEqual(whole);
  });

  it('does not guess when the ledger holds less than it was given', async () => {
    const taking = tables.take(riskState(ledgerWith(facts.slice(0, 2))), facts.slice(8));

    await expect(taking).rejects.toThrow('gave 2 facts of account account-1');
  });
});
