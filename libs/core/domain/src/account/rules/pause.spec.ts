import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import { pause } from './pause.js';

const { at, evidence, strategy } = examples;

describe('a pause', () => {
  it('stops nothing while there is none', () => {
    expect(pause(evidence())).toStrictEqual({
      code: 'strategy_paused',
      unit: 'none',
      value: 0n,
      limit: 0n,
      margin: 0n,
      passed: true,
      near: false,
      detail: 'the strategy is not paused',
    });
  });

  it.each(['operator', 'drawdown', 'streak'] as const)('of kind %s refuses', (kind) => {
    const paused = strategy({ pause: { kind, why: 'the feed is wrong', by: 'ana', at } });
    expect(pause(evidence({ strategy: paused }))).toStrictEqual({
      code: 'strategy_paused',
      unit: 'none',
      value: 1n,
      limit: 0n,
      margin: -1n,
      passed: false,
      near: false,
      detail: 'the strategy is paused since 2026-11-22T12:00:00.000Z by ana: the feed is wrong',
    });
  });
});
