import { describe, expect, it } from '@jest/globals';
import { money, type account, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { recorded } from './testing/recorded.js';
import { lineFor } from './view.js';

const lineOf = (fact: Fact): string | undefined => {
  const [first] = recorded(fact);
  return first && lineFor(first);
};

describe('one line for each step of a journey', () => {
  it('has the time, the journey, the step, and what a person wants to know', () => {
    expect(lineOf(examples.orderFilled({ feeUsd: money.usd('0.5') }))).toBe(
      '12:00:00.000  signal-1       filled      40 shares at 0.5, fee $0.5',
    );
  });

  it.each<[Fact, string]>([
    [examples.signalReceived(), 'strategy-1: BUY $20 of token-yes up to 0.5'],
    [examples.signalRefused({ sentence: 'Too large.' }), 'Too large.'],
    [examples.orderRequested(), 'FAK BUY 40 shares at 0.5, hash 0xorder'],
    [examples.orderRejected({ reason: 'tick size' }), 'tick size'],
    [examples.orderClosed(), 'filled with 40 shares'],
    [examples.marketResolved(), 'condition-1 pays 1 : 0, final at block 80000000'],
    [examples.redemptionConfirmed(), 'condition-1 paid $40 proven by 0xattempt-1'],
    [examples.lossConfirmed(), 'condition-1 pays nothing for 10 shares'],
    [examples.accountKilled(), 'ana: the feed is wrong'],
    [examples.killSwept(), 'sweep 1: 2 cancelled, 0 still open'],
    [examples.killVerified(), 'verified at the venue after 0 ms'],
    [examples.killUnverified(), 'NOT verified: 1 order is still open'],
    [examples.strategyKilled(), 'strategy-1 by ana: the feed is wrong'],
    [examples.strategyPaused(), 'strategy-1: the feed is wrong'],
    [examples.strategyResumed(), 'strategy-1: the feed is wrong'],
    [examples.breakerTripped({ kind: 'spread' }), 'spread of strategy-1: the feed is wrong'],
    [examples.breakerCleared({ strategyId: undefined }), 'operator of all is off'],
  ])('reads as a sentence: %#', (fact, words) => {
    expect(lineOf(fact)).toContain(words);
  });

  it('names the rule that was closest to its limit', () => {
    const check = { code: 'position_too_large', verdict: 'passed' } as const;
    const checks = [
      { ...check, value: 10n, limit: 100n },
      { ...check, code: 'budget_spent', value: 80n, limit: 100n },
      { ...check, code: 'unlimited', value: 9n, limit: undefined },
    ];
    const { data } = examples.signalApproved();
    const decision = { ...data.decision, checks: checks as never };
    expect(lineOf(examples.signalApproved({ decision }))).toContain(
      '40 shares, $20 reserved, closest to budget_spent: 80 % of the limit',
    );
  });

  it('counts a least amount as used by what is needed of it', () => {
    const limit = { unit: 'usd', value: 50n, limit: 100n, passed: true, near: false } as const;
    const checks: readonly account.Check[] = [
      { ...limit, code: 'exposure_exceeded', margin: 50n, detail: '' },
      { ...limit, code: 'liquidity_too_low', value: 125n, margin: 25n, detail: '' },
    ];
    const { data } = examples.signalApproved();
    const decision = { ...data.decision, checks };
    expect(lineOf(examples.signalApproved({ decision }))).toContain(
      'closest to liquidity_too_low: 80 % of the limit',
    );
  });

  it('shortens ids that nobody reads to the end', () => {
    const conditionId = `0x${'c0'.repeat(32)}`;
    expect(lineOf(examples.marketListed({ conditionId }))).toContain('0xc0c0c0c0c0… Will it rain');
  });

  it('is silent about what no newcomer waits for', () => {
    expect(lineOf(examples.exposureOpened())).toBeUndefined();
    expect(lineOf(examples.alertRaised())).toBeUndefined();
  });
});
