import { describe, expect, it } from '@jest/globals';
import { ratio } from '../money.js';
import { examples } from '../testing/index.js';
import {
  hourOf,
  measureVolatility,
  squareRoot,
  withMidpoint,
  type Midpoint,
} from './volatility.js';

const { at, level, quote } = examples;
const nowMs = Date.parse(at);
const now = hourOf(nowMs);

/** One midpoint an hour up to now, that moves by these steps. */
function hourly(...steps: readonly number[]): readonly Midpoint[] {
  let price = 500_000n;
  const prices = [price, ...steps.map((step) => (price += BigInt(step)))];
  return prices.map((one, index) => ({ hour: now - steps.length + index, price: one }));
}
const calm = (hours: number): number[] => Array.from({ length: hours }, () => 0);
/** Up and down by so much, so that the mean change is none and their deviation as much. */
const restless = (hours: number, by: number): number[] =>
  Array.from({ length: hours }, (_, index) => (index % 2 === 0 ? by : -by));
const measured = (midpoints: readonly Midpoint[], volatilityLookbackDays?: number) =>
  measureVolatility(
    volatilityLookbackDays === undefined ? {} : { volatilityLookbackDays },
    midpoints,
    nowMs,
  );

describe('the volatility', () => {
  it.each([
    // 24 restless hours among 48: √2 times as restless as both days together.
    [
      'a day √2 times as restless as its lookback',
      [...calm(24), ...restless(24, 1_000)],
      '1.414',
      '0.793',
    ],
    // A quarter of the changes holds all of the movement: √4.
    ['a day twice as restless', [...calm(72), ...restless(24, 1_000)], '2', '0.5'],
    [
      'a day a little less than twice as restless',
      [...calm(71), ...restless(24, 1_000)],
      '1.99',
      '0.505',
    ],
    ['a day more than twice as restless', [...calm(120), ...restless(24, 1_000)], '2.449', '0.5'],
    ['a day half as restless again', [...calm(30), ...restless(24, 1_000)], '1.5', '0.75'],
    ['a day like the one before', [...restless(24, 1_000), ...restless(24, 1_000)], '1', '1'],
    // ρ² = 2·1002² / (1000² + 1002²).
    [
      'a day a thousandth more restless',
      [...restless(24, 1_000), ...restless(24, 1_002)],
      '1.001',
      '0.9995',
    ],
    [
      'a day less than half a thousandth more restless',
      [...restless(24, 1_000), ...restless(24, 1_001)],
      '1',
      '1',
    ],
    ['a calmer day', [...restless(24, 2_000), ...restless(24, 1_000)], '0.632', '1'],
    [
      'a day that stood still after a restless one',
      [...restless(24, 1_000), ...calm(24)],
      '0',
      '1',
    ],
    ['days that stood still', calm(48), '1', '1'],
    ['a steady trend', calm(48).map(() => 1_000), '1', '1'],
  ])('of %s leaves its part of a size', (_, steps, rho, multiplier) => {
    expect(measured(hourly(...steps))).toStrictEqual({
      ...{ rho: ratio(rho), multiplier: ratio(multiplier), points: steps.length + 1 },
    });
  });

  it('is measured around the mean change', () => {
    // A trend of 1000 an hour, and around it the same as without.
    const trend = [...calm(24), ...restless(24, 1_000)].map((step) => step + 1_000);
    expect(measured(hourly(...trend))).toMatchObject({ rho: ratio('1.414') });
  });

  it('takes the strategy’s own multipliers, linear between them', () => {
    const rules = {
      ...{ lowVolatilityMultiplier: ratio('0.9'), highVolatilityMultiplier: ratio('0.2') },
    };
    const part = (...steps: readonly number[]) =>
      measureVolatility(rules, hourly(...steps), nowMs).multiplier;
    expect(part(...calm(48))).toBe(ratio('0.9'));
    expect(part(...calm(30), ...restless(24, 1_000))).toBe(ratio('0.55'));
    expect(part(...calm(72), ...restless(24, 1_000))).toBe(ratio('0.2'));
    expect(part()).toBe(ratio('0.2'));
  });

  it.each([
    [22, undefined, '0.5'],
    [23, '1', '1'],
  ])('takes the high multiplier with too few points to tell: %i changes', (steps, rho, part) => {
    expect(measured(hourly(...restless(steps, 1_000)))).toStrictEqual({
      points: steps + 1,
      rho: rho === undefined ? undefined : ratio(rho),
      multiplier: ratio(part),
    });
  });

  it('takes the high multiplier where the last day has too few changes to deviate', () => {
    const points = hourly(...restless(60, 1_000));
    const without = (last: number) =>
      measured(points.filter(({ hour }) => hour <= now - 24 || hour > now - last));
    expect(without(0)).toMatchObject({ points: 37, rho: undefined, multiplier: ratio('0.5') });
    expect(without(1)).toMatchObject({ points: 38, rho: undefined, multiplier: ratio('0.5') });
    // Two changes, −1000 and +1000 by turns.
    expect(without(2)).toMatchObject({ points: 39 });
    expect(without(2).rho).toBeDefined();
  });

  it('looks back seven days unless set, and not an hour further', () => {
    const steps = restless(200, 1_000);
    expect(measured(hourly(...steps))).toMatchObject({ points: 168 });
    expect(measured(hourly(...steps), 2)).toMatchObject({ points: 48 });
    expect(measured(hourly(...steps), 30)).toMatchObject({ points: 201 });
  });

  it('takes no change for one of the lookback that began before it', () => {
    const jump = [...calm(10), 400_000, ...calm(47)];
    expect(measured(hourly(...jump), 2)).toMatchObject({ points: 48, rho: ratio('1') });
    const inside = [...calm(10), 400_000, ...calm(46)];
    expect(measured(hourly(...inside), 2)).toMatchObject({ points: 48, rho: ratio('0') });
  });

  it('takes a day for exactly 24 hours of changes', () => {
    // The jump is 24 hours old, then 23.
    const older = [...calm(24), 100_000, ...calm(24)];
    expect(measured(hourly(...older)).rho).toBe(0n);
    const younger = [...calm(24), 100_000, ...calm(23)];
    // σ₁² = 23/24², σ₂² = 47/48² of the jump: ρ² = 4·23/47.
    expect(measured(hourly(...younger)).rho).toBe(ratio('1.399'));
  });

  it('does not know the future', () => {
    const points = hourly(...calm(48));
    const future = [...points, { hour: now + 1, price: 900_000n }];
    expect(measured(future)).toEqual(measured(points));
  });

  it('measures a change over a gap as one', () => {
    const points = hourly(...calm(24), ...restless(24, 1_000));
    const gap = points.filter(({ hour }) => hour <= now - 24 || hour > now - 23);
    expect(measured(gap)).toMatchObject({ points: 48 });
  });
});

describe('the midpoints of a token', () => {
  const hourMs = 3_600_000;
  const seen = (bid: string, ask: string, ms = 0) =>
    quote({ bids: [level(bid)], asks: [level(ask)], at: new Date(nowMs + ms).toISOString() });

  it('grow by one an hour: the last of each counts, rounded down', () => {
    const one = withMidpoint([], seen('0.49', '0.500001'));
    expect(one).toEqual([{ hour: now, price: 495_000n }]);
    const same = withMidpoint(one, seen('0.59', '0.60', hourMs - 1));
    expect(same).toEqual([{ hour: now, price: 595_000n }]);
    const two = withMidpoint(same, seen('0.49', '0.50', hourMs));
    expect(two).toEqual([
      { hour: now, price: 595_000n },
      { hour: now + 1, price: 495_000n },
    ]);
    expect(withMidpoint(two, seen('0.39', '0.40', 2 * hourMs - 1))).toEqual([
      { hour: now, price: 595_000n },
      { hour: now + 1, price: 395_000n },
    ]);
  });

  it.each([
    ['without a bid', quote({ bids: [] })],
    ['without an ask', quote({ asks: [] })],
    ['from an hour before the last', seen('0.10', '0.20', -hourMs)],
  ])('are the same after a book %s', (_, book) => {
    const points = [{ hour: now, price: 595_000n }];
    expect(withMidpoint(points, book)).toBe(points);
  });

  it('go back no further than the longest lookback', () => {
    const month = 30 * 24;
    const points = [now - month - 1, now - month, now - 1].map((hour) => ({ hour, price: 1n }));
    expect(withMidpoint(points, seen('0.49', '0.50')).map(({ hour }) => hour)).toEqual([
      ...[now - month, now - 1, now],
    ]);
    expect(withMidpoint(points.slice(1), seen('0.49', '0.50'))).toHaveLength(3);
  });
});

describe('the square root', () => {
  it.each([
    [0n, 0n],
    [1n, 1n],
    [2n, 1n],
    [3n, 1n],
    [4n, 2n],
    [15n, 3n],
    [16n, 4n],
    [17n, 4n],
    [99_999_999n, 9_999n],
    [100_000_000n, 10_000n],
    [10n ** 40n - 1n, 10n ** 20n - 1n],
    [10n ** 40n, 10n ** 20n],
  ])('of %d is %d', (square, root) => {
    expect(squareRoot(square)).toBe(root);
  });
});
