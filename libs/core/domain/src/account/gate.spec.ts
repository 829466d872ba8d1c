import { describe, expect, it } from '@jest/globals';
import { price, shares, usd } from '../money.js';
import { examples } from '../testing/index.js';
import { evolve } from './evolve.js';
import { gate } from './gate.js';
import type { Event } from './facts.js';
import { initialState } from './state.js';
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

describe('the gate', () => {
  it('is open for a fresh signal in an open market', () => {
    expect(gate(entry(), ready)).toBeUndefined();
  });

  it('is closed while trading is killed, and says by whom', () => {
    const killed = account(...readyToTrade(), examples.accountKilled());
    expect(gate(entry(), killed)).toMatchObject({
      code: 'killed',
      detail: 'killed by ana: the feed is wrong',
    });
  });

  it('is open again after the account was released', () => {
    const facts = [...readyToTrade(), examples.accountKilled(), examples.accountReleased()];
    expect(gate(entry(), account(...facts))).toBeUndefined();
  });

  it('is closed for a strategy nobody registered', () => {
    expect(gate(entry({ strategyId: 'other' }), ready)).toMatchObject({ code: 'unknown_strategy' });
  });

  it('is closed for a strategy without rules', () => {
    expect(gate(entry(), account(examples.strategyRegistered()))).toMatchObject({
      code: 'rules_not_set',
    });
  });

  it('names the most severe reason first', () => {
    expect(gate(entry({ strategyId: 'other' }), account(examples.accountKilled()))).toMatchObject({
      code: 'killed',
    });
  });
});

describe('the gate, for the age of a signal', () => {
  it('lets a signal of exactly the greatest age pass', () => {
    expect(gate(entry({}, { at: later(30_000) }), ready)).toBeUndefined();
  });

  it('refuses one a millisecond older, with both numbers', () => {
    expect(gate(entry({}, { at: later(30_001) }), ready)).toMatchObject({
      code: 'stale_signal',
      unit: 'ms',
      value: 30_001n,
      limit: 30_000n,
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
    ['was never listed', undefined],
    ['is closed', marketView({ status: 'closed' })],
    ['is resolved', marketView({ status: 'resolved' })],
  ])('is closed when it %s', (_, market) => {
    expect(gate(entry({}, { market }), ready)).toMatchObject({ code: 'market_not_tradable' });
  });
});

describe('the gate, for what is asked', () => {
  it.each([
    ['no size', { sizeUsd: usd('0') }],
    ['a negative size', { sizeUsd: usd('-1') }],
    ['a price between ticks', { limitPrice: price('0.505') }],
    ['an outcome of another market', { tokenId: 'token-other' }],
    ['a sell that is not reduce-only', { side: 'SELL' as const }],
    ['a buy that is reduce-only', { reduceOnly: true }],
  ])('refuses %s', (_, signal) => {
    expect(gate(entry(signal), ready)).toMatchObject({ code: 'invalid_signal' });
  });

  it('takes the lowest and the highest price of the market', () => {
    const market = marketView({ tickSize: price('0.01') });
    expect(gate(entry({ limitPrice: price('0.01') }, { market }), ready)).toBeUndefined();
    expect(gate(entry({ limitPrice: price('0.99') }, { market }), ready)).toBeUndefined();
  });

  it('refuses a price off the market’s own grid', () => {
    const coarse = marketView({ tickSize: price('0.1') });
    expect(gate(entry({ limitPrice: price('0.95') }, { market: coarse }), ready)).toMatchObject({
      code: 'invalid_signal',
    });
  });
});

describe('the gate, for an exit', () => {
  it('is closed when nothing is held', () => {
    expect(gate(exit(), ready)).toMatchObject({ code: 'nothing_to_reduce' });
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
