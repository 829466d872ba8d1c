import { describe, expect, it } from '@jest/globals';
import { price, shares, usd, type Price } from '../money.js';
import { examples } from '../testing/index.js';
import { evolve } from './evolve.js';
import { gate as gateAt } from './gate.js';
import type { Event } from './facts.js';
import { initialState, type State } from './state.js';
import type { Assessment } from './vocabulary.js';

const { assessSignal, at, exitApproved, exitSignal, later, marketView, readyToTrade } = examples;
const account = (...facts: readonly Event[]) => facts.reduce(evolve, initialState);
const ready = account(...readyToTrade());
const holding = [...readyToTrade(), examples.signalApproved(), examples.exposureOpened()];

const entry = (
  signal: Parameters<typeof assessSignal>[0] = {},
  around: Partial<Assessment> = {},
): Assessment => assessSignal(signal, around).data;
const exit = (signal: Parameters<typeof exitSignal>[0] = {}, around: Partial<Assessment> = {}) =>
  entry(exitSignal(signal), around);

const gate = (assessment: Assessment, state: State) => {
  const observedAtMs = Date.parse(assessment.signal.observedAt);
  return gateAt(assessment, state, { atMs: Date.parse(assessment.at), observedAtMs });
};

describe('the gate', () => {
  it('is open for a fresh signal in an open market', () => {
    expect(gate(entry(), ready)).toBeUndefined();
  });

  it('is closed for a strategy nobody registered', () => {
    expect(gate(entry({ strategyId: 'other' }), ready)).toStrictEqual({
      ...{ code: 'unknown_strategy', unit: 'none', value: 0n, limit: undefined },
      ...{ passed: false, near: false, detail: 'no strategy other is registered' },
    });
  });

  it('is closed for a strategy without rules', () => {
    expect(gate(entry(), account(examples.strategyRegistered()))).toMatchObject({
      code: 'rules_not_set',
      detail: 'strategy strategy-1 has no risk rules',
    });
  });

  it('is closed for a strategy whose first rules are still to come', () => {
    const later = examples.riskRulesSet({}, { effectiveAt: examples.later(1) });
    expect(gate(entry(), account(examples.strategyRegistered(), later))).toMatchObject({
      code: 'rules_not_set',
    });
  });

  it.each([
    ['killed', { strategyId: 'other' }, [examples.accountKilled()]],
    ['unknown_strategy', { strategyId: 'other', observedAt: later(-60_000) }, []],
    ['stale_signal', { observedAt: later(-60_000), sizeUsd: usd('0') }, readyToTrade()],
  ] as const)('names %s before what is less severe', (code, signal, facts) => {
    expect(gate(entry(signal), account(...facts))).toMatchObject({ code });
  });
});

describe('the gate, while the outcome of a market is disputed', () => {
  const disputed = { market: marketView({ status: 'disputed' }) };

  it('is closed for entries', () => {
    expect(gate(entry({}, disputed), ready)).toMatchObject({
      code: 'market_not_tradable',
      detail: 'the market is disputed',
    });
  });

  it('lets what is held be sold while the market trades', () => {
    const state = account(...holding, examples.exposureSettled());
    expect(gate(exit({}, disputed), state)).toBeUndefined();
    const closed = { market: marketView({ status: 'closed' }) };
    expect(gate(exit({}, closed), state)).toMatchObject({ code: 'market_not_tradable' });
  });
});

describe('the gate, while trading is killed', () => {
  const settled = [...holding, examples.exposureSettled()];
  const words = (scope: string) =>
    `${scope} was killed at 2026-11-22T12:00:00.000Z by ana: the feed is wrong`;

  it.each([
    ['the account', examples.accountKilled()],
    ['the strategy', examples.strategyKilled()],
  ])('is closed for entries of %s, and says when, by whom and why', (scope, killed) => {
    expect(gate(entry(), account(...readyToTrade(), killed))).toStrictEqual({
      ...{ code: 'killed', unit: 'none', value: 0n, limit: undefined },
      ...{ passed: false, near: false, detail: words(scope) },
    });
  });

  it.each([
    ['the account', examples.accountKilled],
    ['the strategy', examples.strategyKilled],
  ])('lets exits of %s pass only if what is held shall be sold', (scope, killed) => {
    const flatten = killed({ flatten: true });
    expect(gate(exit(), account(...settled, flatten))).toBeUndefined();
    expect(gate(entry(), account(...settled, flatten))).toMatchObject({ code: 'killed' });
    expect(gate(exit(), account(...settled, killed({ flatten: false })))).toMatchObject({
      ...{ code: 'killed', detail: words(scope) },
    });
    expect(gate(exit(), account(...settled, killed()))).toMatchObject({ code: 'killed' });
  });

  it('is closed for exits while one of two kills says so', () => {
    const [flatten, hold] = [{ flatten: true }, { flatten: false }];
    const strategyHolds = [examples.accountKilled(flatten), examples.strategyKilled(hold)];
    expect(gate(exit(), account(...settled, ...strategyHolds))).toMatchObject({
      detail: words('the strategy'),
    });
    const accountHolds = [examples.accountKilled(hold), examples.strategyKilled(flatten)];
    expect(gate(exit(), account(...settled, ...accountHolds))).toMatchObject({
      detail: words('the account'),
    });
  });

  it('is open again after the release', () => {
    const both = [examples.accountKilled(), examples.strategyKilled()];
    const accountOnly = [...readyToTrade(), ...both, examples.accountReleased()];
    expect(gate(entry(), account(...accountOnly, examples.strategyReleased()))).toBeUndefined();
    expect(gate(entry(), account(...accountOnly))).toMatchObject({
      detail: words('the strategy'),
    });
  });

  it('is open for the strategies that are not', () => {
    const other = examples.strategyKilled({ strategyId: 'strategy-2' });
    const second = examples.strategyRegistered({ strategyId: 'strategy-2' });
    expect(gate(entry(), account(...readyToTrade(), second, other))).toBeUndefined();
  });
});

describe('the gate, for the age of a signal', () => {
  it('lets a signal of exactly the greatest age pass', () => {
    expect(gate(entry({}, { at: later(30_000) }), ready)).toBeUndefined();
  });

  it('refuses one a millisecond older, with both numbers', () => {
    expect(gate(entry({}, { at: later(30_001) }), ready)).toStrictEqual({
      ...{ code: 'stale_signal', unit: 'ms', value: 30_001n, limit: 30_000n, margin: -1n },
      ...{ passed: false, near: false },
      detail: 'the signal is 30001 ms old, and 30000 ms is allowed',
    });
  });

  it('goes by the strategy’s own limit', () => {
    const patient = account(...readyToTrade({ maxSignalAgeMs: 60_000 }));
    expect(gate(entry({}, { at: later(60_000) }), patient)).toBeUndefined();
    expect(gate(entry({}, { at: later(60_001) }), patient)).toMatchObject({ code: 'stale_signal' });
  });

  it('never stops an exit for its age', () => {
    const settled = account(...holding, examples.exposureSettled());
    expect(gate(exit({}, { at: later(3_600_000) }), settled)).toBeUndefined();
  });

  it('takes a signal from further ahead than clocks differ for a fault', () => {
    expect(gate(entry({ observedAt: later(5_000) }, { at }), ready)).toBeUndefined();
    expect(gate(entry({ observedAt: later(5_001) }, { at }), ready)).toMatchObject({
      code: 'invalid_signal',
      detail: 'observedAt lies 5001 ms in the future',
    });
  });

  it('does not take a signal without an age for a fresh one', () => {
    expect(gate(entry({ observedAt: 'yesterday' }), ready)).toMatchObject({
      code: 'invalid_signal',
      detail: 'observedAt "yesterday" is no instant',
    });
  });
});

describe('the gate, for the market', () => {
  it.each([
    ['is not listed', undefined],
    ['is closed', marketView({ status: 'closed' })],
    ['is resolved', marketView({ status: 'resolved' })],
  ])('is closed when it %s', (state, market) => {
    expect(gate(entry({}, { market }), ready)).toMatchObject({
      code: 'market_not_tradable',
      detail: `the market ${state}`,
    });
  });
});

describe('the gate, for what is asked', () => {
  it.each([
    ['no size', { sizeUsd: usd('0') }, 'sizeUsd is 0, must be above 0'],
    ['a negative size', { sizeUsd: usd('-1') }, 'sizeUsd is -1, must be above 0'],
    [
      'a price between ticks',
      { limitPrice: price('0.505') },
      'limitPrice 0.505 is not a multiple of the tick 0.01',
    ],
    [
      'an outcome of another market',
      { tokenId: 'token-other' },
      'tokenId token-other is not of this market',
    ],
    [
      'a sell that is not reduce-only',
      { side: 'SELL' as const },
      'a SELL must be reduceOnly: only what is held is sold',
    ],
    ['a buy that is reduce-only', { reduceOnly: true }, 'a reduceOnly signal sells; BUY opens'],
  ])('refuses %s', (_, signal, detail) => {
    expect(gate(entry(signal), ready)).toMatchObject({ code: 'invalid_signal', detail });
  });

  it('takes the smallest size there is', () => {
    expect(gate(entry({ sizeUsd: usd('0.000001') }), ready)).toBeUndefined();
  });

  it.each(['0.01', '0.99'])('takes the price at the end of the market’s, %s', (limit) => {
    expect(gate(entry({ limitPrice: price(limit) }), ready)).toBeUndefined();
  });

  it('refuses a price that is on the grid but beyond its ends', () => {
    const coarse = marketView({ tickSize: price('0.3') });
    expect(gate(entry({ limitPrice: price('0.6') }, { market: coarse }), ready)).toBeUndefined();
    expect(gate(entry({ limitPrice: price('0.9') }, { market: coarse }), ready)).toMatchObject({
      code: 'invalid_signal',
      detail: "limitPrice 0.9 lies outside the market's prices",
    });
    const negative = -300_000n as Price;
    expect(gate(entry({ limitPrice: negative }, { market: coarse }), ready)).toMatchObject({
      detail: "limitPrice -0.3 lies outside the market's prices",
    });
  });
});

describe('the gate, for an exit', () => {
  it('is closed when nothing is held', () => {
    expect(gate(exit(), ready)).toMatchObject({
      code: 'nothing_to_reduce',
      detail: 'there are no settled shares of token-yes to sell',
    });
  });

  it('is closed while what is held is not settled', () => {
    expect(gate(exit(), account(...holding))).toMatchObject({ code: 'nothing_to_reduce' });
  });

  it('opens with the first settled share', () => {
    expect(gate(exit(), account(...holding, examples.exposureSettled()))).toBeUndefined();
  });

  it('is closed while all of it is promised to another sell', () => {
    const promised = account(...holding, examples.exposureSettled(), exitApproved());
    expect(gate(exit({ signalId: 'exit-2' }), promised)).toMatchObject({
      code: 'nothing_to_reduce',
    });
  });

  it('is closed for what another strategy holds', () => {
    const settled = account(
      ...holding,
      examples.exposureSettled(),
      examples.strategyRegistered({ strategyId: 'strategy-2' }),
      examples.riskRulesSet({}, { strategyId: 'strategy-2' }),
    );
    expect(gate(exit({ strategyId: 'strategy-2' }), settled)).toMatchObject({
      code: 'nothing_to_reduce',
    });
  });

  it('is closed for shares that failed to settle', () => {
    const failed = account(...holding, examples.fillReversed({ shares: shares('40') }));
    expect(gate(exit(), failed)).toMatchObject({ code: 'nothing_to_reduce' });
  });
});
