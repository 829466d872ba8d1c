import { describe, expect, it } from '@jest/globals';
import { lagMeter } from './ledger-lag.js';

describe('how long the oldest fact has waited', () => {
  it('is nothing while all are worked through', () => {
    const lagMs = lagMeter();
    expect(lagMs({ position: 10, lag: 0 }, 1_000)).toBe(0);
    expect(lagMs({ position: 20, lag: 0 }, 9_000)).toBe(0);
  });

  it('grows while nothing moves', () => {
    const lagMs = lagMeter();
    lagMs({ position: 10, lag: 1 }, 1_000);
    expect(lagMs({ position: 10, lag: 3 }, 4_000)).toBe(3_000);
    expect(lagMs({ position: 10, lag: 3 }, 9_000)).toBe(8_000);
  });

  it('is that of the first fact that is not reached, while others follow it', () => {
    const lagMs = lagMeter();
    lagMs({ position: 10, lag: 5 }, 1_000);
    lagMs({ position: 12, lag: 8 }, 3_000);
    expect(lagMs({ position: 14, lag: 11 }, 4_000)).toBe(3_000);
    expect(lagMs({ position: 16, lag: 14 }, 5_000)).toBe(2_000);
    expect(lagMs({ position: 30, lag: 0 }, 6_000)).toBe(0);
  });
});
