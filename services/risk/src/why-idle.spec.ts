import { describe, expect, it } from '@jest/globals';
import { account, emptyMap, epochMs, fold, money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import fc from 'fast-check';
import { whyIdle, type Obstacle } from './why-idle.js';

const { ratio, usd } = money;
const { accountWith, assessSignal, at, later, readyToTrade, strategy, strategyId } = examples;
const { breakerTripped, collateralObserved, signalApproved, strategyPaused } = examples;
const nowMs = epochMs(at);
const minutes = (count: number): number => count * 60_000;

const after = (...facts: readonly account.Event[]) => fold(account.decider, facts);
const idle = (state: account.State, atMs = nowMs) => whyIdle(state, strategyId, atMs);
const obstacles = (state: account.State, atMs = nowMs) => idle(state, atMs).obstacles;
const codes = (state: account.State, atMs = nowMs) =>
  obstacles(state, atMs).map(({ code }) => code);

/** A signal of the smallest size the market takes, in another market than the examples'. */
function smallestSignal(atMs: number): account.AssessSignal {
  const time = new Date(atMs).toISOString();
  const quote = examples.quote({ at: time, bids: [], asks: [examples.level('0.01', '1000')] });
  const wish = { signalId: 'probe', conditionId: 'condition-9', observedAt: time };
  const size = { sizeUsd: usd('0.05'), limitPrice: money.price('0.01') };
  return assessSignal({ ...wish, ...size }, { quote, at: time });
}

function decided(state: account.State, atMs: number): string {
  const facts = account.decide(smallestSignal(atMs), state);
  const [verdict] = facts.flatMap((fact) => {
    if (fact.type === 'SignalApproved') return ['approved'];
    return fact.type === 'SignalRefused' ? [fact.data.code] : [];
  });
  return verdict ?? 'nothing';
}

/** It is there until its time, and what it named the refusal is over at that time. */
function expectToLiftAt(state: account.State, code: Obstacle['code'], liftsAt: string): void {
  const liftsAtMs = epochMs(liftsAt);
  expect(codes(state, liftsAtMs - 1)).toStrictEqual([code]);
  expect(decided(state, liftsAtMs - 1)).toBe(code);
  expect(codes(state, liftsAtMs)).toStrictEqual([]);
  expect(decided(state, liftsAtMs)).toBe('approved');
}

describe('a strategy that nothing stops', () => {
  it('waits for signals', () => {
    expect(idle(after(...readyToTrade()))).toStrictEqual({
      ...{ strategyId, at, blocked: false, obstacles: [] },
      sentence: 'Nothing is in its way: it waits for signals.',
      ...{ unevaluatedSince: undefined, scheduled: undefined },
    });
  });

  it('says since when no signal got as far as the rules', () => {
    const stale = examples.signalRefused({ code: 'stale_signal' });
    const { unevaluatedSince, sentence } = idle(after(...readyToTrade(), stale));
    expect(unevaluatedSince).toBe(at);
    expect(sentence).toBe(
      `Nothing is in its way, but since ${at} no signal got as far as the rules.`,
    );
  });

  it('names the rules that are to come', () => {
    const effectiveAt = later(minutes(60));
    const next = examples.riskRulesSet({}, { version: 2, effectiveAt });
    const state = after(...readyToTrade(), next);
    expect(idle(state).scheduled).toStrictEqual({ version: 2, effectiveAt });
    expect(idle(state, epochMs(effectiveAt)).scheduled).toBeUndefined();
  });
});

describe('a strategy that somebody stopped', () => {
  it('is not known, or has no rules', () => {
    expect(obstacles(after())).toMatchObject([
      { code: 'unknown_strategy', lifts: 'somebody registers it' },
    ]);
    expect(obstacles(after(examples.strategyRegistered()))).toMatchObject([
      { code: 'rules_not_set', since: undefined, lifts: 'somebody sets its rules' },
    ]);
  });

  it('has rules at a time that is known', () => {
    const effectiveAt = later(minutes(60));
    const first = examples.riskRulesSet({}, { effectiveAt });
    const state = after(examples.strategyRegistered(), first);
    expect(obstacles(state)).toMatchObject([
      { lifts: `version 1 of its rules takes effect at ${effectiveAt}`, liftsAt: effectiveAt },
    ]);
    expectToLiftAt(state, 'rules_not_set', effectiveAt);
  });

  it('is killed with its account, and on its own', () => {
    const both = after(
      ...readyToTrade(),
      examples.strategyKilled({ flatten: true, at: later(1) }),
      examples.accountKilled(),
    );
    expect(obstacles(both)).toMatchObject([
      {
        ...{ code: 'killed', scope: 'account', since: at, lifts: 'somebody releases the account' },
        why: 'the account was killed by ana: the feed is wrong',
      },
      {
        ...{ code: 'killed', scope: 'strategy', since: later(1) },
        why: 'the strategy was killed by ana: the feed is wrong (exits still pass)',
      },
    ]);
    expect(idle(both).sentence).toBe(
      'No entry passes: the account was killed by ana: the feed is wrong. It ends when somebody ' +
        'releases the account. 1 more in its way.',
    );
    expect(obstacles(after(examples.accountKilled()))).toMatchObject([
      { code: 'killed' },
      { code: 'unknown_strategy' },
    ]);
  });

  it('is stopped by breakers: until a time, or until they are cleared', () => {
    const until = later(minutes(5));
    const slippage = breakerTripped({ kind: 'slippage', why: '3 breaches', until });
    expect(obstacles(after(...readyToTrade(), slippage))).toMatchObject([
      {
        ...{ code: 'circuit_breaker_active', scope: 'strategy', since: at, liftsAt: until },
        why: 'the circuit breaker "slippage" of the strategy is on: 3 breaches',
        lifts: `it clears by itself at ${until}, or an operator clears it`,
      },
    ]);
    expectToLiftAt(after(...readyToTrade(), slippage), 'circuit_breaker_active', until);

    const blind = breakerTripped({ strategyId: undefined, kind: 'user_stream', why: 'blind' });
    expect(obstacles(after(...readyToTrade(), blind))).toMatchObject([
      {
        ...{ scope: 'account', liftsAt: undefined },
        lifts: "the venue's user stream is back, or an operator clears it",
      },
    ]);
  });

  it('is paused by an operator until an operator resumes it', () => {
    expect(obstacles(after(...readyToTrade(), strategyPaused()))).toStrictEqual([
      {
        ...{ code: 'strategy_paused', scope: 'strategy', since: at, liftsAt: undefined },
        why: 'the strategy is paused by ana: the feed is wrong',
        lifts: 'an operator resumes it',
      },
    ]);
  });
});

describe('a strategy that lost', () => {
  const lost = (equity: string, rules: account.RiskRules = {}, trough = equity) => {
    const unrealizedUsd = usd(equity) - usd('10000');
    return strategy({ rules, unrealizedUsd, troughUsd: usd(trough), markedUsd: usd(equity) });
  };
  const pause = { kind: 'drawdown', why: 'too deep', by: 'sluice', at } as const;

  it('is beyond its drawdown until equity reaches what the limit allows', () => {
    expect(obstacles(accountWith(lost('9200')))).toMatchObject([
      {
        ...{ code: 'drawdown_exceeded', since: undefined },
        why: 'equity fell from $10000.00 to $9200.00, a drawdown of 8 %, and 7 % is allowed',
        lifts: 'equity reaches $9300.00, or an operator resets the peak',
      },
    ]);
    expect(obstacles(accountWith(lost('9299.999999')))).toHaveLength(1);
    expect(obstacles(accountWith(lost('9300')))).toHaveLength(0);
    expect(decided(accountWith(lost('9299.999999')), nowMs)).toBe('drawdown_exceeded');
    expect(decided(accountWith(lost('9300')), nowMs)).toBe('approved');
  });

  it('resumes by itself at an equity, which is told', () => {
    const rules = { drawdownResumeThresholdPct: ratio('0.333333'), maxDrawdownPct: ratio('0.5') };
    const paused = (equity: string) => accountWith({ ...lost(equity, rules, '9000'), pause });
    expect(obstacles(paused('9100'))).toMatchObject([
      {
        ...{ code: 'strategy_paused', since: at, liftsAt: undefined },
        lifts:
          'it resumes by itself when equity reaches $9333.333, 33.3333 % of the way from $9000.00 ' +
          'back to $10000.00 (it is $9100.00 now), or an operator resumes it',
      },
    ]);
    expect(codes(paused('9333.332999'))).toStrictEqual(['strategy_paused']);
    expect(codes(paused('9333.333'))).toStrictEqual([]);
    expect(decided(paused('9333.332999'), nowMs)).toBe('strategy_paused');
    expect(decided(paused('9333.333'), nowMs)).toBe('approved');
  });

  it('needs an operator where no way back is set', () => {
    expect(obstacles(accountWith({ ...lost('9200'), pause }))).toMatchObject([
      { code: 'strategy_paused', lifts: 'an operator resumes it' },
      { code: 'drawdown_exceeded', since: at },
    ]);
  });

  it('is at its streak of losses, paused for it or not yet', () => {
    expect(obstacles(accountWith(strategy({ streak: 5 })))).toMatchObject([
      { code: 'consecutive_losses', why: '5 trades in a row lost, and the strategy stops at 5' },
    ]);
    const streak = { ...pause, kind: 'streak' } as const;
    expect(obstacles(accountWith(strategy({ streak: 5, pause: streak })))).toMatchObject([
      { code: 'strategy_paused', lifts: 'an operator resumes it' },
    ]);
  });

  it('resumes by itself after the cool-down of its streak', () => {
    const rules = { streakCooldownMs: minutes(30) };
    const streak = { ...pause, kind: 'streak' } as const;
    const state = accountWith(strategy({ rules, streak: 5, pause: streak }));
    const liftsAt = later(minutes(30));
    expect(obstacles(state)).toMatchObject([{ liftsAt }]);
    expectToLiftAt(state, 'strategy_paused', liftsAt);
  });
});

describe('a strategy that used up a budget', () => {
  const spending = (rules: account.RiskRules, ...approvals: Partial<account.Approval>[]) =>
    after(
      ...readyToTrade(rules),
      ...approvals.map((data, index) => signalApproved({ signalId: `signal-${index}`, ...data })),
    );

  it('waits for the end of the day in its zone', () => {
    const rules = { dailyBudgetUsd: usd('20'), timeZone: 'America/New_York' };
    const liftsAt = '2026-11-23T05:00:00.000Z';
    expect(obstacles(spending(rules, {}))).toStrictEqual([
      {
        ...{ code: 'daily_budget_exceeded', scope: 'strategy', since: undefined, liftsAt },
        why: "the day's budget of $20.00 has $0.00 left",
        lifts: `the day ends at ${liftsAt} in America/New_York, or sooner with what open orders do not fill`,
      },
    ]);
    expectToLiftAt(spending(rules, {}), 'daily_budget_exceeded', liftsAt);
  });

  it.each([
    ['week', { weeklyBudgetUsd: usd('20') }, '2026-11-23T00:00:00.000Z'],
    ['month', { monthlyBudgetUsd: usd('20') }, '2026-12-01T00:00:00.000Z'],
  ] as const)('waits for the end of the %s', (period, rules, liftsAt) => {
    const code = `${period}ly_budget_exceeded` as const;
    expect(obstacles(spending(rules, {}))).toMatchObject([{ code, liftsAt }]);
    expectToLiftAt(spending(rules, {}), code, liftsAt);
  });

  it('waits until enough is older than a rolling window', () => {
    const rules = { dailyBudgetUsd: usd('30'), budgetWindow: 'rolling' } as const;
    const state = spending(
      rules,
      { reservedUsd: usd('10') },
      { reservedUsd: usd('20'), at: later(minutes(60)) },
    );
    const liftsAt = later(minutes(24 * 60));
    expect(obstacles(state, nowMs + minutes(61))).toMatchObject([
      { liftsAt, lifts: expect.stringContaining(`enough of it is a day old at ${liftsAt}`) },
    ]);
    expectToLiftAt(state, 'daily_budget_exceeded', liftsAt);
  });

  it('has too little left for the size it always takes', () => {
    const rules = { dailyBudgetUsd: usd('30'), fixedUsd: usd('20') };
    expect(codes(spending(rules, {}))).toStrictEqual(['daily_budget_exceeded']);
    expect(codes(spending({ ...rules, dailyBudgetUsd: usd('40') }, {}))).toStrictEqual([]);
  });

  it('has less left than an order costs at the venue', () => {
    const state = spending({ dailyBudgetUsd: usd('20.50') }, {});
    expect(whyIdle(state, strategyId, nowMs, usd('1')).obstacles).toHaveLength(1);
    expect(whyIdle(state, strategyId, nowMs).obstacles).toHaveLength(0);
  });

  it('never had one that is enough', () => {
    const state = spending({ dailyBudgetUsd: money.noUsd });
    expect(obstacles(state)).toMatchObject([{ lifts: 'the budget is raised', liftsAt: undefined }]);
  });
});

describe('a strategy without room', () => {
  const full = (data: Partial<account.Strategy>, rules: account.RiskRules) =>
    obstacles(accountWith(strategy({ ...data, rules })));

  it.each([
    [{ openCostUsd: usd('60'), reservedUsd: usd('40') }, 'an order or a position ends'],
    [{}, 'the limit is raised'],
  ])('has all its exposure in use', (data, lifts) => {
    const limit = 'openCostUsd' in data ? usd('100') : money.noUsd;
    expect(full(data, { maxTotalExposureUsd: limit })).toMatchObject([
      { code: 'exposure_exceeded', lifts },
    ]);
  });

  it('has as many positions as it may', () => {
    const rules = { maxConcurrentPositions: 3 };
    expect(full({ openPositions: 2, pendingEntries: 1 }, rules)).toMatchObject([
      {
        code: 'too_many_positions',
        why: '2 positions are open and 1 entries pending, and 3 may be at the same time',
        lifts: 'an order or a position ends',
      },
    ]);
    expect(full({ openPositions: 2 }, rules)).toStrictEqual([]);
    expect(full({}, { maxPositionsPerMarket: 0 })).toMatchObject([{ code: 'market_already_held' }]);
  });

  it('takes a size that is never allowed, unless it is cut', () => {
    const rules = { fixedUsd: usd('300') };
    expect(full({}, rules)).toMatchObject([
      {
        code: 'position_too_large',
        why: 'a position may be $200.00, and an entry is at least $299.99',
        lifts: 'equity grows, or the limit is raised',
      },
    ]);
    expect(full({}, { ...rules, onOversize: 'clip' })).toStrictEqual([]);
    const wild = { useVolatilityAdjustment: true };
    expect(full({}, { ...rules, ...wild })).toStrictEqual([]);
  });

  it('has a wallet that is promised to other orders', () => {
    const state = after(
      ...readyToTrade(),
      examples.strategyRegistered({ strategyId: 'strategy-2' }),
      collateralObserved(usd('20')),
      signalApproved({ strategyId: 'strategy-2' }),
    );
    expect(obstacles(state)).toStrictEqual([
      {
        ...{ code: 'account_balance', scope: 'account', since: undefined, liftsAt: undefined },
        why: 'the wallet has $20.00, and $20.00 are promised to open orders of the account',
        lifts: 'an order ends, or the wallet gets more',
      },
    ]);
    expect(obstacles(after(...readyToTrade(), collateralObserved(money.noUsd)))).toMatchObject([
      { lifts: 'the wallet gets more: by a payout, a sale or a deposit' },
    ]);
  });
});

describe('what is told', () => {
  const dollars = (from: number, to: number) =>
    fc.integer({ min: from * 100, max: to * 100 }).map((cents) => BigInt(cents) * 10_000n);
  const amount = (from: number, to: number) =>
    dollars(from, to).map((all) => all as money.MicroUsd);
  const count = fc.integer({ min: 0, max: 3 });
  const instant = fc.integer({ min: -120, max: 120 }).map((some) => later(minutes(some)));
  /** Most of what can stop a strategy does not: else hardly any would trade. */
  const seldom = <Value>(key: string, of: fc.Arbitrary<Value>) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: of.map((value) => ({ [key]: value })) },
    );
  const together = (...parts: readonly fc.Arbitrary<object>[]) =>
    fc.tuple(...parts).map((all) => all.reduce((sum, part) => ({ ...sum, ...part }), {}));

  const rules = together(
    seldom('dailyBudgetUsd', amount(0, 30)),
    seldom('weeklyBudgetUsd', amount(0, 30)),
    seldom('maxTotalExposureUsd', amount(0, 30)),
    seldom('maxConcurrentPositions', count),
    seldom('maxConsecutiveLosses', count),
    seldom('budgetWindow', fc.constant('rolling')),
    seldom('streakCooldownMs', fc.integer({ min: 1, max: minutes(120) })),
    seldom('drawdownResumeThresholdPct', dollars(0, 1)),
  );
  const pause = fc.record({
    kind: fc.constantFrom('operator', 'drawdown', 'streak'),
    ...{ why: fc.constant('why'), by: fc.constant('ana'), at: instant },
  });
  const breaker = fc.record({
    kind: fc.constantFrom('operator', 'slippage'),
    ...{ why: fc.constant('why'), since: fc.constant(at), until: instant },
  });
  const strategies = together(
    rules.map((set) => ({ rules: set })),
    seldom('rules', fc.constant(undefined)),
    seldom('pause', pause),
    seldom('streak', count),
    seldom('unrealizedUsd', dollars(-2_000, 100)),
    seldom('troughUsd', dollars(8_000, 9_000)),
    seldom('openCostUsd', amount(0, 20)),
    seldom('openPositions', count),
    seldom('breakers', fc.array(breaker, { maxLength: 2 })),
    seldom(
      'spentUsd',
      amount(0, 30).map((spent) => emptyMap<money.MicroUsd>().with('day/2026-11-22', spent)),
    ),
  );
  const wallets = fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: amount(0, 1).map((free) => [collateralObserved(free)]) },
  );

  it('is what the account decides: an entry passes if and only if nothing is told', () => {
    const verdicts = { passed: 0, blocked: 0 };
    fc.assert(
      fc.property(strategies, wallets, (data, observed) => {
        const state = observed.reduce(account.evolve, accountWith(strategy(data)));
        const { blocked } = whyIdle(state, strategyId, nowMs, usd('0.05'));
        expect(decided(state, nowMs) === 'approved').toBe(!blocked);
        verdicts[blocked ? 'blocked' : 'passed'] += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(verdicts.passed).toBeGreaterThan(100);
    expect(verdicts.blocked).toBeGreaterThan(100);
  });
});
