import { describe, expect, it } from '@jest/globals';
import { noUsd, ratio, usd, type MicroUsd } from '../money.js';
import { emptyMap } from '../persistent-map.js';
import { examples } from '../testing/index.js';
import {
  drawdown,
  equity,
  exposure,
  freeCollateral,
  isDue,
  isOn,
  isScheduledDue,
  markOf,
  netEquity,
  recovery,
  rulesAt,
  spentIn,
} from './measures.js';
import { emptyRolling, withEntry } from './rolling.js';

const { at, later, level, quote, strategy, yesToken } = examples;
const nowMs = Date.parse(at);
/** A strategy with this equity. */
const worth = (equityUsd: bigint) => ({
  ...{ capitalUsd: noUsd, realizedUsd: equityUsd - 7n, unrealizedUsd: 7n },
});

describe('the exposure', () => {
  it('is what is held and what is promised', () => {
    const exposed = strategy({ openCostUsd: usd('20'), reservedUsd: usd('12') });
    expect(exposure(exposed)).toBe(usd('32'));
  });
});

describe('the equity', () => {
  it.each([
    ['profit that is realized', '50', '0', '150', '150'],
    ['profit that is not', '0', '50', '150', '150'],
    ['both', '-30', '-20.000001', '49.999999', '49.999999'],
    ['a loss of all of it', '-70', '-30', '0', '0'],
    ['a loss of more than it', '-70', '-30.000001', '-0.000001', '0'],
  ])(
    'is the capital with %s, and as a base of limits never below zero',
    (_, real, un, net, base) => {
      const profits = { realizedUsd: usd(real), unrealizedUsd: usd(un) };
      const valued = strategy({ capitalUsd: usd('100'), ...profits });
      expect(netEquity(valued)).toBe(usd(net));
      expect(equity(valued)).toBe(usd(base));
    },
  );
});

describe('the drawdown', () => {
  it.each([
    ['a quarter', 4n, 3n, ratio('0.25')],
    ['a third, rounded up', 3n, 2n, ratio('0.333334')],
    ['two thirds, rounded up', 3n, 1n, ratio('0.666667')],
    ['the smallest part, rounded up', 10_000_000_000n, 9_999_999_999n, 1n],
    ['all of it', 3n, 0n, ratio('1')],
    ['more than all', 2n, -1n, ratio('1.5')],
    ['nothing at the peak', 3n, 3n, 0n],
    ['nothing above it', 3n, 4n, 0n],
    ['nothing where there never was anything', 0n, -1n, 0n],
    ['nothing below a peak below zero', -2n, -5n, 0n],
  ])('is %s', (_, peakUsd, equityUsd, lost) => {
    expect(drawdown({ ...worth(equityUsd), peakUsd })).toBe(lost);
  });
});

describe('the recovery', () => {
  it.each([
    ['none at the trough', 10n, 4n, 4n, 0n],
    ['none below it', 10n, 4n, 3n, 0n],
    ['a third, rounded down', 10n, 4n, 6n, ratio('0.333333')],
    ['two thirds, rounded down', 10n, 4n, 8n, ratio('0.666666')],
    ['all at the peak', 10n, 4n, 10n, ratio('1')],
    ['more above it', 10n, 4n, 13n, ratio('1.5')],
    ['all where nothing was lost', 10n, 10n, 10n, ratio('1')],
    ['all where the trough is above the peak', 10n, 11n, 5n, ratio('1')],
  ])('is %s', (_, peakUsd, troughUsd, equityUsd, regained) => {
    expect(recovery({ ...worth(equityUsd), peakUsd, troughUsd })).toBe(regained);
  });
});

describe('what was spent', () => {
  const spentUsd = emptyMap<MicroUsd>()
    .with('day/2026-11-22', usd('1'))
    .with('week/2026-W47', usd('2'))
    .with('month/2026-11', usd('3'));
  const rolling = [26 * 86_400_000, 3 * 86_400_000, 3_600_000].reduce(
    (before, ageMs) => withEntry(before, nowMs - ageMs, usd('10')),
    emptyRolling,
  );
  const spent = (budgetWindow?: 'calendar' | 'rolling', dayKey = 'day/2026-11-22') => {
    const rules = budgetWindow === undefined ? {} : { budgetWindow };
    const kept = { spentUsd, rolling, rules };
    return (['day', 'week', 'month'] as const).map((period) =>
      spentIn(kept, period, { dayKey, atMs: nowMs }),
    );
  };

  it.each([undefined, 'calendar'] as const)(
    'is counted by the calendar, which is the default: %s',
    (window) => {
      expect(spent(window)).toEqual([usd('1'), usd('2'), usd('3')]);
      expect(spent(window, 'day/2026-11-23')).toEqual([noUsd, noUsd, usd('3')]);
    },
  );

  it('is counted by the hours that ended now', () => {
    expect(spent('rolling')).toEqual([usd('10'), usd('20'), usd('30')]);
    expect(spent('rolling', 'day/2026-11-23')).toEqual([usd('10'), usd('20'), usd('30')]);
  });

  it('is counted by the calendar while no rules are set', () => {
    const unset = { spentUsd, rolling, rules: undefined };
    expect(spentIn(unset, 'day', { dayKey: 'day/2026-11-22', atMs: nowMs })).toBe(usd('1'));
  });
});

describe('the free collateral', () => {
  const of = (observedUsd: MicroUsd | undefined, paid: string) =>
    freeCollateral({ observedUsd, paidUsd: usd(paid), unsettledUsd: usd('5') });

  it('is what was observed less what was paid since, and never below zero', () => {
    expect(of(usd('100'), '30')).toBe(usd('70'));
    expect(of(usd('100'), '100')).toBe(noUsd);
    expect(of(usd('100'), '100.000001')).toBe(noUsd);
    expect(of(noUsd, '0')).toBe(noUsd);
  });

  it('is not known while nobody looked', () => {
    expect(of(undefined, '0')).toBeUndefined();
  });
});

describe('the mark of an outcome', () => {
  it.each([
    ['the midpoint', ['0.49'], ['0.50'], 495_000n],
    ['the midpoint, rounded down', ['0.490001'], ['0.50'], 495_000n],
    ['the midpoint of a book as wide as is believed', ['0.40'], ['0.50'], 450_000n],
    ['the best bid of a wider one', ['0.40'], ['0.500001'], 400_000n],
    ['the best bid where nobody sells', ['0.40', '0.30'], [], 400_000n],
  ])('is %s', (_, bids, asks, price) => {
    const seen = quote({
      bids: bids.map((one) => level(one)),
      asks: asks.map((one) => level(one)),
    });
    expect(markOf(seen)).toStrictEqual({ tokenId: yesToken, price });
  });

  it('is nothing new where nobody buys', () => {
    expect(markOf(quote({ bids: [] }))).toBeUndefined();
  });
});

describe('a breaker', () => {
  it('is on until its time has passed', () => {
    expect(isOn({ ...breaker, until: at }, nowMs - 1)).toBe(true);
    expect(isOn({ ...breaker, until: at }, nowMs)).toBe(false);
  });

  it('without a time is on until it is cleared', () => {
    expect(isOn({ ...breaker, until: undefined }, nowMs)).toBe(true);
  });

  const breaker = { kind: 'operator', why: 'the feed is wrong', since: at } as const;
});

describe('what is set for a time', () => {
  it('is due from then on, and never without one', () => {
    expect(isDue(at, nowMs - 1)).toBe(false);
    expect(isDue(at, nowMs)).toBe(true);
    expect(isDue(undefined, nowMs)).toBe(false);
  });

  it('are rules in force from then on', () => {
    const rules = { maxConcurrentPositions: 1 };
    const scheduled = { rules: { maxConcurrentPositions: 2 }, version: 4, effectiveAt: later(1) };
    const set = { rules, rulesVersion: 3, scheduled };
    expect(isScheduledDue(scheduled, nowMs)).toBe(false);
    expect(rulesAt(set, nowMs)).toStrictEqual({ rules, version: 3 });
    expect(isScheduledDue(scheduled, nowMs + 1)).toBe(true);
    expect(rulesAt(set, nowMs + 1)).toStrictEqual({ rules: scheduled.rules, version: 4 });
    expect(rulesAt({ ...set, scheduled: undefined }, nowMs + 1)).toStrictEqual({
      ...{ rules, version: 3 },
    });
  });
});
