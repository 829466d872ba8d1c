import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { ratio, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';

const {
  accountKilled,
  accountReleased,
  at,
  breakerCleared,
  breakerTripped,
  clearBreaker,
  equityMarked,
  exposureClosed,
  killAccount,
  killStrategy,
  later,
  pauseStrategy,
  peakReset,
  readyToTrade,
  releaseAccount,
  releaseStrategy,
  resetPeak,
  resumeStrategy,
  riskRulesSet,
  rulesTookEffect,
  setRiskRules,
  strategyKilled,
  strategyPaused,
  strategyRegistered,
  strategyReleased,
  strategyResumed,
  tripBreaker,
} = examples;
const given = specify(account.decider);
const ready = readyToTrade();
const other = { strategyId: 'strategy-2' };
const strategyOf = (facts: readonly account.Event[], id = 'strategy-1') =>
  fold(account.decider, facts).strategies.get(id);

describe('a person who sets rules', () => {
  const stricter = { maxConcurrentPositions: 1 };

  it('counts their versions up', () => {
    given(strategyRegistered()).when(setRiskRules(stricter)).then(riskRulesSet(stricter));
    given(...ready)
      .when(setRiskRules(stricter, { by: 'ben', why: 'too busy' }))
      .then(riskRulesSet(stricter, { version: 2, by: 'ben', why: 'too busy' }));
  });

  it.each<[string, account.RiskRules, account.RiskRules]>([
    ['a limit changed', { maxDrawdownPct: ratio('0.05') }, { maxDrawdownPct: ratio('0.06') }],
    ['a limit added', {}, { onOversize: 'clip' }],
    ['a limit taken away', { timeZone: 'Asia/Kolkata' }, {}],
  ])('counts %s for a change', (_, before, rules) => {
    given(...readyToTrade(before))
      .when(setRiskRules(rules))
      .then(riskRulesSet(rules, { version: 2 }));
  });

  it('counts what is set already for none', () => {
    given(...readyToTrade(stricter))
      .when(setRiskRules({ ...stricter }))
      .thenNothing();
    given(...ready)
      .when(setRiskRules({}))
      .thenNothing();
    given(strategyRegistered()).when(setRiskRules({})).then(riskRulesSet());
  });

  it('sets none for a strategy nobody registered', () => {
    given(...ready)
      .when(setRiskRules(stricter, other))
      .thenNothing();
  });

  it('sets none that were meant for another version', () => {
    const sets = (expectedVersion: number) => setRiskRules(stricter, { expectedVersion });
    given(...ready)
      .when(sets(0))
      .thenNothing();
    given(...ready)
      .when(sets(2))
      .thenNothing();
    given(...ready)
      .when(sets(1))
      .then(riskRulesSet(stricter, { version: 2 }));
    given(strategyRegistered()).when(sets(0)).then(riskRulesSet(stricter));
    // What is still to come is the newest version, too.
    const scheduled = riskRulesSet({}, { version: 2, effectiveAt: later(1) });
    given(...ready, scheduled)
      .when(sets(1))
      .thenNothing();
    given(...ready, scheduled)
      .when(sets(2))
      .then(riskRulesSet(stricter, { version: 3 }));
  });

  it('sets them for later, or at once when that time has come', () => {
    const effective = (effectiveAt: string) => setRiskRules(stricter, { effectiveAt });
    given(...ready)
      .when(effective(later(1)))
      .then(riskRulesSet(stricter, { version: 2, effectiveAt: later(1) }));
    given(...ready)
      .when(effective(at))
      .then(riskRulesSet(stricter, { version: 2 }));
    given(...ready)
      .when(effective(later(-1)))
      .then(riskRulesSet(stricter, { version: 2 }));
  });

  it('sets the same once, whenever they take effect', () => {
    const scheduled = riskRulesSet(stricter, { version: 2, effectiveAt: later(1) });
    given(...ready, scheduled)
      .when(setRiskRules(stricter, { effectiveAt: later(1) }))
      .thenNothing();
    given(...ready, riskRulesSet(stricter, { version: 2 }))
      .when(setRiskRules(stricter, { effectiveAt: at }))
      .thenNothing();
  });

  it('replaces those that were still to come', () => {
    const scheduled = riskRulesSet(stricter, { version: 2, effectiveAt: later(1) });
    const looser = { maxConcurrentPositions: 9 };
    given(...ready, scheduled)
      .when(setRiskRules(looser, { effectiveAt: later(2) }))
      .then(riskRulesSet(looser, { version: 3, effectiveAt: later(2) }));
    const replaced = [...ready, scheduled, riskRulesSet(looser, { version: 3 })];
    expect(strategyOf(replaced)).toMatchObject({
      ...{ rules: looser, rulesVersion: 3, newestVersion: 3 },
    });
    expect(strategyOf(replaced)?.scheduled).toBeUndefined();
    given(...replaced)
      .when(examples.passTime(later(1)))
      .thenNothing();
  });

  it('sets those to come at once, or for another time, where that is wanted', () => {
    const scheduled = [...ready, riskRulesSet(stricter, { version: 2, effectiveAt: later(1) })];
    given(...scheduled)
      .when(setRiskRules(stricter))
      .then(riskRulesSet(stricter, { version: 3 }));
    given(...scheduled)
      .when(setRiskRules(stricter, { effectiveAt: later(2) }))
      .then(riskRulesSet(stricter, { version: 3, effectiveAt: later(2) }));
    // Those in force, so that nothing comes.
    given(...scheduled)
      .when(setRiskRules({}))
      .then(riskRulesSet({}, { version: 3 }));
  });

  it('counts on from rules that took effect', () => {
    const scheduled = riskRulesSet(stricter, { version: 2, effectiveAt: later(1) });
    given(...ready, scheduled, rulesTookEffect())
      .when(setRiskRules({}))
      .then(riskRulesSet({}, { version: 3 }));
  });
});

describe('a person who pauses a strategy', () => {
  it('pauses it once', () => {
    given(...ready)
      .when(pauseStrategy())
      .then(strategyPaused());
    given(...ready, strategyPaused())
      .when(pauseStrategy({ why: 'still' }))
      .thenNothing();
    given(...ready)
      .when(pauseStrategy(other))
      .thenNothing();
    expect(strategyOf([...ready, strategyPaused()])?.pause).toStrictEqual({
      ...{ kind: 'operator', why: 'the feed is wrong', by: 'ana', at },
    });
  });

  it.each(['drawdown', 'streak'] as const)('takes the place of a pause for a %s', (kind) => {
    const paused = [...ready, strategyPaused({ kind })];
    given(...paused)
      .when(pauseStrategy())
      .then(strategyPaused());
    expect(strategyOf([...paused, strategyPaused()])?.pause?.kind).toBe('operator');
  });

  it.each([
    ['operator', false],
    ['drawdown', false],
    ['streak', true],
  ] as const)('ends a pause of kind %s, with its numbers', (kind, streakReset) => {
    const inputs = [
      { name: 'consecutive_losses', value: '0' },
      { name: 'equity', value: '10000' },
    ];
    const resumed = strategyResumed({ kind, streakReset, inputs });
    given(...ready, strategyPaused({ kind }))
      .when(resumeStrategy())
      .then(resumed);
    given(...ready, strategyPaused({ kind }), resumed)
      .when(resumeStrategy())
      .thenNothing();
  });

  it('resumes nothing that is not paused', () => {
    given(...ready)
      .when(resumeStrategy())
      .thenNothing();
    given(...ready, strategyPaused())
      .when(resumeStrategy(other))
      .thenNothing();
  });

  it('lets a streak begin anew that would pause it again at once', () => {
    const losses = (count: number, rules: account.RiskRules = {}) => [
      ...readyToTrade(rules),
      ...Array.from({ length: count }, (_, index) => `trade-${index}`).flatMap((tradeId) => [
        examples.exposureOpened({ tradeId }),
        exposureClosed({ tradeId: `exit-${tradeId}`, realizedUsd: usd('-1.5') }),
      ]),
      strategyPaused(),
    ];
    const resumes = (facts: readonly account.Event[], streakReset: boolean, inputs: string[]) =>
      given(...facts)
        .when(resumeStrategy())
        .thenMatching({
          type: 'StrategyResumed',
          data: { streakReset, inputs: inputs.map((value) => ({ value })) },
        });
    resumes(losses(4), false, ['4', '9994']);
    resumes(losses(5), true, ['5', '9992.5']);
    resumes(losses(1, { maxConsecutiveLosses: 2 }), false, ['1', '9998.5']);
    resumes(losses(2, { maxConsecutiveLosses: 2 }), true, ['2', '9997']);
  });

  it('resumes a strategy that has no rules', () => {
    given(strategyRegistered(), strategyPaused())
      .when(resumeStrategy())
      .thenMatching({ type: 'StrategyResumed', data: { streakReset: false } });
  });
});

describe('a person who resets a peak', () => {
  const fallen = equityMarked({ peakUsd: usd('12000'), troughUsd: usd('9000') });

  it('makes today’s equity the peak, once', () => {
    const lost = exposureClosed({ realizedUsd: usd('-10500') });
    const reset = peakReset({ fromUsd: usd('12000'), peakUsd: usd('-500') });
    given(...ready, lost, fallen)
      .when(resetPeak())
      .then(reset);
    given(...ready, lost, fallen, reset)
      .when(resetPeak())
      .thenNothing();
    expect(strategyOf([...ready, lost, fallen, reset])).toMatchObject({
      ...{ markedUsd: usd('-500'), peakUsd: usd('-500'), troughUsd: usd('-500') },
    });
  });

  it('resets a peak from its trough', () => {
    const lost = exposureClosed({ realizedUsd: usd('-1000') });
    given(...ready, lost, equityMarked({ equityUsd: usd('9000'), troughUsd: usd('9000') }))
      .when(resetPeak())
      .then(peakReset());
  });

  it('resets a trough below a peak that is today’s', () => {
    const risen = equityMarked({ troughUsd: usd('9000') });
    given(...ready, risen)
      .when(resetPeak())
      .then(peakReset({ fromUsd: usd('10000'), peakUsd: usd('10000') }));
  });

  it('resets nothing where nothing was lost, and no strategy nobody registered', () => {
    given(...ready)
      .when(resetPeak())
      .thenNothing();
    given(...ready)
      .when(resetPeak(other))
      .thenNothing();
  });
});

describe('a person who trips a breaker', () => {
  it.each([
    ['a strategy', 'strategy-1'],
    ['the account', undefined],
  ])('trips that of %s once, and clears it once', (_, strategyId) => {
    const tripped = breakerTripped({ strategyId });
    const cleared = breakerCleared({ strategyId });
    given(...ready)
      .when(tripBreaker({ strategyId }))
      .then(tripped);
    given(...ready, tripped)
      .when(tripBreaker({ strategyId, why: 'still' }))
      .thenNothing();
    given(...ready, tripped)
      .when(clearBreaker({ strategyId }))
      .then(cleared);
    given(...ready, tripped, cleared)
      .when(clearBreaker({ strategyId }))
      .thenNothing();
    given(...ready)
      .when(clearBreaker({ strategyId }))
      .thenNothing();
  });

  it('trips it again once its time has passed', () => {
    const over = breakerTripped({ until: later(1) });
    const again = { until: later(9), at: later(1) };
    given(...ready, over)
      .when(tripBreaker(again))
      .then(breakerTripped(again));
    given(...ready, over)
      .when(tripBreaker({ ...again, at }))
      .thenNothing();
    expect(strategyOf([...ready, over, breakerTripped(again)])?.breakers).toStrictEqual([
      { kind: 'operator', why: 'the feed is wrong', since: later(1), until: later(9) },
    ]);
  });

  it('trips none whose time has passed already', () => {
    given(...ready)
      .when(tripBreaker({ until: at }))
      .thenNothing();
    given(...ready)
      .when(tripBreaker({ until: later(1) }))
      .then(breakerTripped({ until: later(1) }));
  });

  it('keeps kinds, strategies and the account apart', () => {
    const tripped = [...ready, strategyRegistered(other), breakerTripped({ kind: 'spread' })];
    for (const one of [{ kind: 'latency' }, other, { strategyId: undefined }] as const) {
      const data = { kind: 'spread', ...one } as const;
      given(...tripped)
        .when(tripBreaker(data))
        .then(breakerTripped(data));
      given(...tripped)
        .when(clearBreaker(data))
        .thenNothing();
    }
    const state = fold(account.decider, [
      ...tripped,
      breakerTripped({ kind: 'latency' }),
      breakerTripped({ strategyId: undefined }),
      breakerCleared({ kind: 'spread' }),
    ]);
    expect(state.strategies.get('strategy-1')?.breakers).toMatchObject([{ kind: 'latency' }]);
    expect(state.breakers).toMatchObject([{ kind: 'operator', until: undefined }]);
  });

  it('trips and clears none of a strategy nobody registered', () => {
    given(...ready)
      .when(tripBreaker(other))
      .thenNothing();
    given(...ready)
      .when(clearBreaker(other))
      .thenNothing();
  });

  it('gives orders a fair start after errors stopped them', () => {
    const ended = Array.from({ length: 12 }, (_, index) => `signal-${index}`).flatMap(
      (signalId) => [
        examples.signalApproved({ signalId }),
        examples.reservationReleased({ signalId, rejected: true }),
      ],
    );
    const after = (...facts: readonly account.Event[]) =>
      fold(account.decider, [...ready, ...ended, ...facts]).orderEnds.length;
    expect(after()).toBe(10);
    expect(after(breakerTripped({ strategyId: undefined }))).toBe(10);
    expect(after(breakerTripped({ kind: 'order_errors' }))).toBe(10);
    expect(after(breakerTripped({ strategyId: undefined, kind: 'order_errors' }))).toBe(0);
  });
});

describe('a person who kills a strategy', () => {
  it('kills it once and releases it once', () => {
    given(...ready)
      .when(killStrategy())
      .then(strategyKilled());
    given(...ready, strategyKilled())
      .when(killStrategy({ flatten: false }))
      .thenNothing();
    given(...ready, strategyKilled())
      .when(releaseStrategy())
      .then(strategyReleased());
    given(...ready, strategyKilled(), strategyReleased())
      .when(releaseStrategy())
      .thenNothing();
    given(...ready)
      .when(releaseStrategy())
      .thenNothing();
    given().when(killStrategy()).thenNothing();
    given().when(releaseStrategy()).thenNothing();
  });

  it('may still say otherwise about its exits', () => {
    const flatten = { flatten: true };
    given(...ready, strategyKilled())
      .when(killStrategy(flatten))
      .then(strategyKilled(flatten));
    given(...ready, strategyKilled(flatten))
      .when(killStrategy(flatten))
      .thenNothing();
    given(...ready, strategyKilled(flatten))
      .when(killStrategy())
      .then(strategyKilled());
  });

  it('leaves its name, reason and time', () => {
    expect(strategyOf([...ready, strategyKilled()])?.killed).toStrictEqual({
      ...{ by: 'ana', why: 'the feed is wrong', at, flatten: false },
    });
    expect(strategyOf([...ready, strategyKilled(), strategyReleased()])?.killed).toBeUndefined();
  });
});

describe('a person who kills an account', () => {
  it('kills it once and releases it once', () => {
    given().when(killAccount()).then(accountKilled());
    given(accountKilled()).when(killAccount()).thenNothing();
    given(accountKilled()).when(releaseAccount()).then(accountReleased());
    given(accountKilled(), accountReleased()).when(releaseAccount()).thenNothing();
    given().when(releaseAccount()).thenNothing();
  });

  it('may still say otherwise about its exits', () => {
    const flatten = { flatten: true };
    given(accountKilled()).when(killAccount(flatten)).then(accountKilled(flatten));
    given(accountKilled(flatten)).when(killAccount(flatten)).thenNothing();
    given(accountKilled(flatten)).when(killAccount()).then(accountKilled());
    expect(fold(account.decider, [accountKilled(flatten)]).killed).toStrictEqual({
      ...{ by: 'ana', why: 'the feed is wrong', at, flatten: true },
    });
  });
});
