import { beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { Journeys } from './journeys.js';
import { recorded } from './testing/recorded.js';

const { conditionId, strategyId, yesToken } = examples;
const {
  fillConfirmed,
  orderAccepted,
  orderClosed,
  orderFilled,
  orderRequested,
  signalApproved,
  signalReceived,
} = examples;

describe('everything that happened in a run', () => {
  let journeys: Journeys;
  beforeEach(() => {
    journeys = new Journeys();
  });
  const happen = (...facts: readonly Fact[]): void =>
    recorded(...facts).forEach((fact) => journeys.take(fact));
  const unfinished = () => journeys.unfinished([conditionId]);

  it('counts facts by their name, and refusals by their reason', () => {
    happen(examples.signalRefused(), examples.signalRefused({ code: 'spread_too_wide' as never }));
    expect(journeys.count('SignalRefused')).toBe(2);
    expect(journeys.count('OrderFilled')).toBe(0);
    expect([...journeys.refused.keys()]).toStrictEqual(['position_too_large', 'spread_too_wide']);
  });

  it('measures each signal until its order is at the venue', () => {
    happen(signalReceived(), signalApproved(), orderRequested(), orderAccepted());
    expect(journeys.latenciesMs).toStrictEqual([300]);
  });

  describe('what still has to happen', () => {
    const resolved = examples.marketResolved();

    it('is the resolution of every market', () => {
      expect(unfinished()).toStrictEqual(['1 markets to resolve']);
      happen(resolved);
      expect(unfinished()).toStrictEqual([]);
    });

    it.each<[string, readonly Fact[]]>([
      ['1 signals to be decided', [signalReceived()]],
      ['1 approvals to be ordered', [signalReceived(), signalApproved()]],
      ['1 orders to end', [signalApproved(), orderRequested()]],
      ['1 alerts to be delivered', [examples.alertRaised()]],
      ['1 redemptions to be proven', [examples.redemptionRequested()]],
    ])('is named while it waits: %s', (wait, facts) => {
      happen(resolved, ...facts);
      expect(unfinished()).toStrictEqual([wait]);
    });

    it('is the settlement of every fill, and then the payout of what is held', () => {
      happen(resolved, orderRequested(), orderFilled(), orderClosed());
      expect(unfinished()).toStrictEqual([
        '1 fills to settle',
        '1 conditions to be redeemed or confirmed',
      ]);
      happen(fillConfirmed());
      expect(unfinished()).toStrictEqual(['1 conditions to be redeemed or confirmed']);
      happen(examples.redemptionRequested(), examples.redemptionConfirmed());
      expect(unfinished()).toStrictEqual([]);
    });

    it('is nothing of a fill that failed', () => {
      happen(resolved, orderRequested(), orderFilled(), orderClosed(), examples.fillFailed());
      expect(unfinished()).toStrictEqual([]);
    });

    it.each<[string, Fact]>([
      ['was refused', examples.signalRefused()],
      ['was given back unsigned', examples.orderRejected()],
    ])('is nothing of a signal that %s', (_, end) => {
      happen(resolved, ...(end.type === 'OrderRejected' ? [signalApproved()] : []), end);
      expect(unfinished()).toStrictEqual([]);
    });

    it.each<[string, Fact]>([
      ['a confirmed loss', examples.lossConfirmed()],
      ['a redemption that needs a person', examples.redemptionFailed({ final: true })],
    ])('is over with %s', (_, end) => {
      happen(resolved, orderRequested(), orderFilled(), fillConfirmed(), orderClosed(), end);
      expect(unfinished()).toStrictEqual([]);
    });

    it('is not over with an attempt that will be made again', () => {
      happen(resolved, examples.redemptionRequested(), examples.redemptionFailed());
      expect(unfinished()).toStrictEqual(['1 redemptions to be proven']);
    });
  });

  it('knows what a strategy has, or may still get', () => {
    expect(journeys.holds(strategyId, yesToken)).toBe(false);
    happen(signalApproved());
    expect(journeys.holds(strategyId, yesToken)).toBe(true);
    happen(orderRequested(), orderClosed());
    expect(journeys.holds(strategyId, yesToken)).toBe(false);
    happen(orderFilled());
    expect(journeys.holds(strategyId, yesToken)).toBe(true);
    expect(journeys.holds('strategy-2', yesToken)).toBe(false);
  });

  it('adds up what redemptions burned and paid', () => {
    happen(examples.redemptionConfirmed());
    expect(journeys.payoutUsd).toBe(money.usd('40'));
    expect(journeys.burned).toStrictEqual(new Map([[yesToken, money.shares('40')]]));
  });
});
