import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { ratio, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';

const {
  assessSignal,
  at,
  breakerCleared,
  breakerTripped,
  equityMarked,
  later,
  passTime,
  readyToTrade,
  riskRulesSet,
  rulesTookEffect,
  rulesUnevaluated,
  strategyPaused,
  strategyRegistered,
  strategyResumed,
} = examples;
const given = specify(account.decider);
const ready = readyToTrade();
const strategyOf = (facts: readonly account.Event[], id = 'strategy-1') =>
  fold(account.decider, facts).strategies.get(id);

describe('an account, as time goes by', () => {
  it('says nothing while nothing is due', () => {
    given().when(passTime(at)).thenNothing();
    given(...ready)
      .when(passTime(later(1_000_000_000)))
      .thenNothing();
  });

  it('brings the account’s changes first, then those of each strategy', () => {
    given(
      ...ready,
      strategyRegistered({ strategyId: 'strategy-2' }),
      riskRulesSet({}, { version: 2, effectiveAt: later(5) }),
      breakerTripped({ until: later(5) }),
      breakerTripped({ strategyId: 'strategy-2', until: later(5) }),
      breakerTripped({ strategyId: undefined, until: later(5) }),
    )
      .when(passTime(later(5)))
      .thenMatching(
        { type: 'BreakerCleared', data: { strategyId: undefined } },
        { type: 'RulesTookEffect', data: { strategyId: 'strategy-1' } },
        { type: 'BreakerCleared', data: { strategyId: 'strategy-1' } },
        { type: 'BreakerCleared', data: { strategyId: 'strategy-2' } },
      );
  });

  it('tells the rest at the next tick where there is too much of it', () => {
    const many = Array.from({ length: 300 }, (_, index) => `strategy-${index}`).flatMap(
      (strategyId) => [
        strategyRegistered({ strategyId }),
        breakerTripped({ strategyId, until: later(5) }),
      ],
    );
    const first = account.decide(passTime(later(5)), fold(account.decider, many));
    expect(first).toHaveLength(200);
    given(...many, ...first)
      .when(passTime(later(5)))
      .thenMatching(...Array.from({ length: 100 }, () => ({ type: 'BreakerCleared' }) as const));
  });
});

describe('an account, when rules were set for later', () => {
  const stricter = { maxConcurrentPositions: 1 };
  const scheduled = riskRulesSet(stricter, { version: 2, effectiveAt: later(60_000) });

  it('puts them in force at their time, once', () => {
    given(...ready, scheduled)
      .when(passTime(later(59_999)))
      .thenNothing();
    given(...ready, scheduled)
      .when(passTime(later(60_000)))
      .then(rulesTookEffect({ version: 2, at: later(60_000) }));
    given(...ready, scheduled, rulesTookEffect())
      .when(passTime(later(60_000)))
      .thenNothing();
  });

  it('goes by the old ones until then, and by the new ones after', () => {
    expect(strategyOf([...ready, scheduled])).toMatchObject({
      ...{ rules: {}, rulesVersion: 1, newestVersion: 2 },
      scheduled: { rules: stricter, version: 2, effectiveAt: later(60_000) },
    });
    const after = strategyOf([...ready, scheduled, rulesTookEffect()]);
    expect(after).toMatchObject({ rules: stricter, rulesVersion: 2, newestVersion: 2 });
    expect(after?.scheduled).toBeUndefined();
  });

  it('keeps its rules when a fact tells of none that were scheduled', () => {
    expect(strategyOf([...ready, rulesTookEffect()])).toMatchObject({ rules: {}, rulesVersion: 1 });
  });

  it('puts them in force before the signal that comes at their time is judged', () => {
    const now = later(60_000);
    given(...ready, riskRulesSet({ fixedUsd: usd('30') }, { version: 2, effectiveAt: now }))
      .when(assessSignal({ observedAt: now }, { at: now, quote: examples.quote({ at: now }) }))
      .thenMatching(
        { type: 'RulesTookEffect', data: { version: 2, at: now } },
        { type: 'SignalApproved', data: { sizeUsd: usd('30'), decision: { rulesVersion: 2 } } },
      );
  });
});

describe('an account, when a breaker’s time has passed', () => {
  it.each([
    ['of a strategy', 'strategy-1'],
    ['of the account', undefined],
  ])('clears one %s, at that moment and once', (_, strategyId) => {
    const tripped = breakerTripped({ strategyId, kind: 'spread', until: later(300_000) });
    const cleared = breakerCleared({
      ...{ strategyId, kind: 'spread', by: 'sluice', why: 'its time has passed' },
      at: later(300_000),
    });
    given(...ready, tripped)
      .when(passTime(later(299_999)))
      .thenNothing();
    given(...ready, tripped)
      .when(passTime(later(300_000)))
      .then(cleared);
    given(...ready, tripped, cleared)
      .when(passTime(later(300_000)))
      .thenNothing();
  });

  it('leaves one without a time, and the others, alone', () => {
    const forever = breakerTripped({ kind: 'operator', until: undefined });
    const longer = breakerTripped({ kind: 'latency', until: later(6) });
    const over = breakerTripped({ kind: 'spread', until: later(5) });
    const history = [...ready, forever, longer, over];
    given(...history)
      .when(passTime(later(5)))
      .thenMatching({ type: 'BreakerCleared', data: { kind: 'spread' } });
    const after = [...history, breakerCleared({ kind: 'spread' })];
    expect(strategyOf(after)?.breakers.map(({ kind }) => kind)).toEqual(['operator', 'latency']);
  });

  it('clears the account’s before a signal of a strategy nobody registered is refused', () => {
    given(breakerTripped({ strategyId: undefined, until: later(5) }))
      .when(assessSignal({ strategyId: 'other' }, { at: later(5) }))
      .thenMatching(
        { type: 'BreakerCleared', data: { strategyId: undefined } },
        { type: 'SignalRefused', data: { code: 'unknown_strategy' } },
      );
  });
});

describe('an account, while a streak of losses paused a strategy', () => {
  const paused = (rules: account.RiskRules, kind: account.PauseKind = 'streak') => [
    ...readyToTrade(rules),
    strategyPaused({ kind, by: 'sluice' }),
  ];
  const cooling = { streakCooldownMs: 3_600_000 };
  const cooled = strategyResumed({
    ...{ kind: 'streak', streakReset: true, by: 'sluice', at: later(3_600_000) },
    why: '3600000 ms have passed since it was paused',
    formula: 'now - paused_at >= streak_cooldown_ms',
    inputs: [
      { name: 'paused_at', value: at },
      { name: 'streak_cooldown_ms', value: '3600000' },
    ],
  });

  it('resumes it when it has cooled down, and not a millisecond earlier', () => {
    given(...paused(cooling))
      .when(passTime(later(3_599_999)))
      .thenNothing();
    given(...paused(cooling))
      .when(passTime(later(3_600_000)))
      .then(cooled);
    given(...paused(cooling), cooled)
      .when(passTime(later(3_600_000)))
      .thenNothing();
  });

  it('goes by a time that is due with it', () => {
    const shorter = riskRulesSet({ streakCooldownMs: 5 }, { version: 2, effectiveAt: later(5) });
    given(...paused({}), shorter)
      .when(passTime(later(5)))
      .thenMatching({ type: 'RulesTookEffect' }, { type: 'StrategyResumed' });
    given(...paused({}), shorter)
      .when(passTime(later(4)))
      .thenNothing();
  });

  it.each([
    ['unless a time is set', {}, 'streak'],
    ['when an operator paused it', cooling, 'operator'],
    ['when a drawdown paused it', cooling, 'drawdown'],
  ] as const)('leaves it to people %s', (_, rules, kind) => {
    given(...paused(rules, kind))
      .when(passTime(later(86_400_000_000)))
      .thenNothing();
  });

  it('leaves one without rules alone', () => {
    for (const kind of ['streak', 'drawdown'] as const) {
      given(strategyRegistered(), strategyPaused({ kind }))
        .when(passTime(later(86_400_000_000)))
        .thenNothing();
    }
  });

  it('begins its streak anew with the resume', () => {
    const lost = examples.exposureClosed({ realizedUsd: -1n });
    const history = [...ready, examples.signalApproved(), examples.exposureOpened(), lost];
    expect(strategyOf(history)).toMatchObject({ streak: 1, streakResets: 0 });
    const resumed = strategyOf([...history, strategyPaused({ kind: 'streak' }), cooled]);
    expect(resumed).toMatchObject({ streak: 0, streakResets: 1 });
    expect(resumed?.pause).toBeUndefined();
    const kept = strategyOf([...history, strategyPaused(), strategyResumed()]);
    expect(kept).toMatchObject({ streak: 1, streakResets: 0 });
  });
});

describe('an account, while a drawdown paused a strategy', () => {
  const marked = equityMarked({ equityUsd: usd('10000'), troughUsd: usd('9000') });
  const paused = [...ready, marked, strategyPaused({ kind: 'drawdown', by: 'sluice' })];

  it('resumes it when rules take effect by which enough is recovered', () => {
    const looser = { drawdownResumeThresholdPct: ratio('1') };
    given(...paused, riskRulesSet(looser, { version: 2, effectiveAt: later(5) }))
      .when(passTime(later(5)))
      .thenMatching(
        { type: 'RulesTookEffect' },
        { type: 'StrategyResumed', data: { kind: 'drawdown', streakReset: false, at: later(5) } },
      );
    given(...paused)
      .when(passTime(later(5)))
      .thenNothing();
  });
});

describe('an account, when no signal gets as far as the rules', () => {
  const DAY_MS = 86_400_000;
  const paused = [...ready, strategyPaused()];
  const refusedAt = (ms: number, n = 1) =>
    account.decide(
      assessSignal({ signalId: `signal-${n}`, observedAt: later(ms) }, { at: later(ms) }),
      fold(account.decider, paused),
    );
  const refused = [...paused, ...refusedAt(0), ...refusedAt(1_000, 2)];

  it('says so a day after the first of them, once', () => {
    given(...refused)
      .when(passTime(later(DAY_MS - 1)))
      .thenNothing();
    const told = rulesUnevaluated({ since: at, at: later(DAY_MS) });
    given(...refused)
      .when(passTime(later(DAY_MS)))
      .then(told);
    given(...refused, told)
      .when(passTime(later(DAY_MS)))
      .thenNothing();
  });

  it('begins to wait anew with the next', () => {
    const told = rulesUnevaluated({ at: later(DAY_MS) });
    given(...refused, told, ...refusedAt(DAY_MS + 5, 3))
      .when(passTime(later(2 * DAY_MS + 5)))
      .then(rulesUnevaluated({ since: later(DAY_MS + 5), at: later(2 * DAY_MS + 5) }));
  });

  it('says so as well of one that is neither paused nor stopped', () => {
    const stale = assessSignal({ observedAt: later(-60_000) });
    given(...ready, ...account.decide(stale, fold(account.decider, ready)))
      .when(passTime(later(DAY_MS)))
      .then(rulesUnevaluated({ since: at, at: later(DAY_MS) }));
  });

  it('says nothing where none came', () => {
    given(...paused)
      .when(passTime(later(10 * DAY_MS)))
      .thenNothing();
  });

  it.each([
    ['an approval', examples.signalApproved()],
    [
      'a refusal that the rules gave',
      account.decide(
        assessSignal({ signalId: 'signal-3', sizeUsd: usd('201') }),
        fold(account.decider, ready),
      )[0],
    ],
  ])('waits no longer after %s', (_, asked) => {
    if (asked === undefined) throw new Error('the signal was not decided');
    given(...refused, asked)
      .when(passTime(later(DAY_MS)))
      .thenNothing();
  });

  it('does not wait for exits, nor does one end the wait', () => {
    const exit = examples.signalRefused({ signal: examples.exitSignal() });
    given(...ready, exit)
      .when(passTime(later(DAY_MS)))
      .thenNothing();
    given(...refused, exit, examples.exitApproved({ signalId: 'exit-2' }))
      .when(passTime(later(DAY_MS)))
      .thenMatching({ type: 'RulesUnevaluated', data: { since: at } });
  });
});
