import { describe, expect, it } from '@jest/globals';
import { noShares, shares, usd, type MicroUsd } from '../money.js';
import { emptyMap } from '../persistent-map.js';
import { clampUsd, count, spend, unrealized } from './totals.js';
import { dayKeyOf } from './windows.js';

const empty = emptyMap<MicroUsd>();
const listed = <Value>(map: { entries(): Iterable<readonly [string, Value]> }) =>
  [...map.entries()].sort(([one], [other]) => (one < other ? -1 : 1));

describe('the spending of a day', () => {
  it('counts in its day, week and month', () => {
    const spent = spend(spend(empty, 'day/2026-11-22', usd('5')), 'day/2026-11-23', usd('7'));
    expect(listed(spent)).toEqual([
      ['day/2026-11-22', usd('5')],
      ['day/2026-11-23', usd('7')],
      ['month/2026-11', usd('12')],
      ['week/2026-W47', usd('5')],
      ['week/2026-W48', usd('7')],
    ]);
  });

  it('leaves no window behind once all of it is given back', () => {
    const spent = spend(empty, 'day/2026-11-22', usd('5'));
    expect(spend(spent, 'day/2026-11-22', usd('-5')).size).toBe(0);
    expect(spend(spent, 'day/2026-11-22', usd('-6')).size).toBe(0);
    expect(spend(spent, 'day/2026-11-22', usd('-4')).get('week/2026-W47')).toBe(usd('1'));
  });

  it('is forgotten after about a year, but for the newest windows of each kind', () => {
    const dayOf = (index: number) => dayKeyOf(Date.UTC(2026, 0, 1 + index), 'UTC');
    let spent = empty;
    let days = 0;
    // 400 windows: as many days, with their weeks and months.
    for (; spent.size < 400; days += 1) spent = spend(spent, dayOf(days), usd('1'));
    expect(spent.size).toBe(400);
    expect(spent.has('day/2026-01-01')).toBe(true);

    const after = spend(spent, dayOf(days), usd('1'));
    const kept = (kind: string) =>
      listed(after)
        .map(([key]) => key)
        .filter((key) => key.startsWith(kind));
    const newest = Array.from({ length: 40 }, (_, index) => dayOf(days - 39 + index));
    expect(kept('day/')).toEqual(newest);
    expect(kept('week/')).toHaveLength(40);
    expect(kept('week/').at(-1)).toBe('week/2026-W49');
    expect(kept('month/')).toHaveLength(12);
    expect(after.get('month/2026-01')).toBe(usd('31'));
  });
});

describe('a count', () => {
  it('is kept while there is something to count', () => {
    const one = count(emptyMap<number>(), 'condition-1', 1);
    expect(one.get('condition-1')).toBe(1);
    expect(count(one, 'condition-1', 2).get('condition-1')).toBe(3);
    expect(count(one, 'condition-1', -1).has('condition-1')).toBe(false);
    expect(count(one, 'condition-1', -2).has('condition-1')).toBe(false);
    expect(count(one, 'condition-1', 0)).toBe(one);
  });
});

describe('an amount', () => {
  it('is never below zero', () => {
    expect([clampUsd(5n), clampUsd(0n), clampUsd(-5n)]).toEqual([5n, 0n, 0n]);
  });
});

describe('the profit that is not realized', () => {
  const position = {
    ...{ strategyId: 'strategy-1', conditionId: 'condition-1', tokenId: 'token-yes' },
    ...{ shares: shares('3.000001'), costUsd: usd('1'), settledShares: noShares },
    ...{ sellingShares: noShares, enteringOrders: 0, realizedUsd: 0n, eventSide: undefined },
  };

  it.each([
    [
      'is what the shares are worth at their mark beyond their cost',
      500_000n,
      undefined,
      usd('0.5'),
    ],
    ['is a loss below it', 100_000n, undefined, usd('-0.7')],
    ['is rounded down to the millionth', 333_333n, undefined, -1n],
    ['is reckoned at another mark where one is named', 500_000n, 600_000n, usd('0.8')],
    ['is nothing while nobody valued them', undefined, undefined, 0n],
  ])('%s', (_, mark, at, profit) => {
    expect(unrealized({ ...position, mark }, at)).toBe(profit);
  });
});
