import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { noUsd, ratio, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';
import { BREACHES, tripFor } from './breaches.js';
import type { BreachKind } from './vocabulary.js';

const { accountId, assessSignal, at, breakerTripped, later, level, quote, strategy } = examples;
const given = specify(account.decider);
const breached = (kind: BreachKind, ...agesMs: readonly number[]) =>
  agesMs.map((ageMs) => ({ kind, atMs: Date.parse(at) - ageMs }));
const trip = (of: Parameters<typeof strategy>[0], kind: BreachKind = 'spread') =>
  tripFor(strategy(of), kind, { accountId, at });

describe('a breach', () => {
  it('is of the market’s slippage, spread, liquidity or latency', () => {
    expect([...BREACHES]).toEqual([
      ['slippage_exceeded', 'slippage'],
      ['spread_exceeded', 'spread'],
      ['liquidity_too_low', 'liquidity'],
      ['latency_exceeded', 'latency'],
    ]);
  });

  it('trips its breaker for five minutes as the third within a minute', () => {
    expect(trip({ breaches: breached('spread', 60_000, 0) })).toStrictEqual([
      breakerTripped({
        ...{ kind: 'spread', until: '2026-11-22T12:05:00.000Z', by: 'sluice' },
        why: '3 breaches of spread within 60000 ms',
      }),
    ]);
  });

  it.each([
    ['as the second', breached('spread', 0)],
    ['when an earlier one is a millisecond older', breached('spread', 60_001, 0)],
    ['when the others are of another kind', breached('latency', 0, 0, 0)],
  ])('trips nothing %s', (_, breaches) => {
    expect(trip({ breaches })).toEqual([]);
  });

  it('trips it as well when there were more', () => {
    expect(trip({ breaches: breached('spread', 3, 2, 1) })).toMatchObject([
      { data: { why: '4 breaches of spread within 60000 ms' } },
    ]);
  });

  it('is counted as the strategy’s rules say', () => {
    const rules = { breakerTripCount: 2, breakerWindowMs: 10, breakerCooldownMs: 1_000 };
    expect(trip({ rules, breaches: breached('spread', 10) })).toMatchObject([
      { data: { until: later(1_000), why: '2 breaches of spread within 10 ms' } },
    ]);
    expect(trip({ rules, breaches: breached('spread', 11) })).toEqual([]);
    expect(trip({ rules: { breakerTripCount: 1 } })).toMatchObject([
      { data: { why: '1 breaches of spread within 60000 ms' } },
    ]);
  });

  it('trips no breaker but its own', () => {
    const wide = quote({ bids: [level('0.10')], asks: [level('0.50')] });
    const rules = { breakerTripCount: 1, maxSpreadPct: ratio('0.05'), maxConcurrentPositions: 0 };
    given(...examples.readyToTrade(rules))
      .when(assessSignal({}, { quote: wide }))
      .thenMatching(
        { type: 'SignalRefused', data: { code: 'too_many_positions' } },
        { type: 'BreakerTripped', data: { kind: 'spread' } },
      );
  });

  it('is counted without rules as well', () => {
    expect(trip({ rules: undefined, breaches: breached('spread', 0, 0) })).toHaveLength(1);
  });
});

describe('an account, when rules are breached', () => {
  const wide = quote({ bids: [level('0.10')], asks: [level('0.50')] });
  const strict = { maxSpreadPct: ratio('0.05'), maxPositionsPerMarket: 9 };
  const signalAt = (n: number, ms: number, seen: Partial<account.Quote> = wide) => {
    const now = later(ms);
    return assessSignal(
      { signalId: `signal-${n}`, observedAt: now },
      { at: now, quote: quote({ ...seen, at: now }) },
    );
  };
  const after = (facts: readonly account.Event[], ...commands: readonly account.Command[]) =>
    commands.reduce<readonly account.Event[]>(
      (all, command) => [...all, ...account.decide(command, fold(account.decider, all))],
      facts,
    );
  const strategyOf = (facts: readonly account.Event[]) =>
    fold(account.decider, facts).strategies.get('strategy-1');
  const ready = examples.readyToTrade(strict);

  it('trips the breaker with the refusal that was one too many', () => {
    given(...after(ready, signalAt(1, 0), signalAt(2, 30_000)))
      .when(signalAt(3, 60_000))
      .thenMatching(
        { type: 'SignalRefused', data: { code: 'spread_exceeded' } },
        { type: 'BreakerTripped', data: { kind: 'spread', until: later(360_000) } },
      );
  });

  it('does not trip it while they are too far apart', () => {
    given(...after(ready, signalAt(1, 0), signalAt(2, 30_000)))
      .when(signalAt(3, 60_001))
      .thenMatching({ type: 'SignalRefused', data: { code: 'spread_exceeded' } });
  });

  it('refuses while it is on, clears it when its time has passed, and goes on', () => {
    const tripped = after(ready, signalAt(1, 0), signalAt(2, 0), signalAt(3, 0));
    given(...tripped)
      .when(signalAt(4, 299_999, {}))
      .thenMatching({ type: 'SignalRefused', data: { code: 'circuit_breaker_active' } });
    given(...tripped)
      .when(signalAt(4, 300_000, {}))
      .thenMatching(
        { type: 'BreakerCleared', data: { kind: 'spread', why: 'its time has passed' } },
        { type: 'SignalApproved' },
      );
  });

  it('takes as many again to trip it anew', () => {
    const tripped = after(ready, signalAt(1, 0), signalAt(2, 0), signalAt(3, 0));
    expect(strategyOf(tripped)?.breaches).toEqual([]);
    const again = after(tripped, signalAt(4, 300_000), signalAt(5, 300_000));
    expect(strategyOf(again)?.breakers).toEqual([]);
    expect(strategyOf(after(again, signalAt(6, 300_000)))?.breakers).toHaveLength(1);
  });

  it('counts every rule that a signal breached, also behind the one that is named', () => {
    const thin = { ...wide, asks: [level('0.50', '1')] };
    const many = { ...strict, minLiquidityUsd: usd('100'), maxConcurrentPositions: 0 };
    const facts = after(examples.readyToTrade(many), signalAt(1, 0, thin));
    expect(facts.at(-1)).toMatchObject({ data: { code: 'too_many_positions' } });
    expect(strategyOf(facts)?.breaches).toEqual([
      ...breached('slippage', 0),
      ...breached('spread', 0),
      ...breached('liquidity', 0),
    ]);
  });

  it('counts a fill that was worse than is allowed, and no other kind with it', () => {
    const slipped = examples.slippageBreached({ at: later(-60_000) });
    const older = examples.slippageBreached({ at: later(-60_001) });
    const history = [...ready, older, slipped];
    expect(strategyOf([...history, examples.slippageBreached()])?.breaches).toEqual(
      breached('slippage', 60_000, 0),
    );
    const early = [examples.strategyRegistered(), older, slipped, examples.slippageBreached()];
    expect(strategyOf(early)?.breaches).toEqual(breached('slippage', 60_000, 0));
    const tripped = breakerTripped({ kind: 'spread', until: later(1) });
    expect(strategyOf([...ready, slipped, tripped])?.breaches).toEqual(
      breached('slippage', 60_000),
    );
  });

  it('counts none of an exit', () => {
    const wideSpread = { code: 'spread_exceeded', unit: 'ratio', value: 1n, limit: 0n } as const;
    const checks = [{ ...wideSpread, passed: false, near: true, detail: '' }];
    const { data } = examples.signalRefused();
    const refused = (reduceOnly: boolean) =>
      examples.signalRefused({
        signal: { ...data.signal, reduceOnly, sizeUsd: noUsd },
        decision: { ...data.decision, checks },
      });
    expect(strategyOf([...ready, refused(true)])?.breaches).toEqual([]);
    expect(strategyOf([...ready, refused(false)])?.breaches).toEqual(breached('spread', 0));
  });
});
