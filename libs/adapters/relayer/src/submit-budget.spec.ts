import { describe, expect, it } from '@jest/globals';
import { submitBudget } from './submit-budget.js';

describe('the budget of submits', () => {
  it('lets so many through in any minute, and the next one when the first is a minute old', async () => {
    let clock = 0;
    const slept: number[] = [];
    const sleep = (ms: number) => {
      slept.push(ms);
      clock += ms;
      return Promise.resolve();
    };
    const budget = submitBudget({ perMinute: 25, now: () => clock, sleep });
    for (let sent = 0; sent < 25; sent += 1) {
      await budget.take();
      clock += 100;
    }
    expect(slept).toStrictEqual([]);
    await budget.take();
    expect(slept).toStrictEqual([60_000 - 2_500]);
  });
});
