import { describe, expect, it } from '@jest/globals';
import { atMostAMinute } from './at-most-a-minute.js';

describe('at most so many a minute', () => {
  it('pass, and the next ones when the minute is over', () => {
    let now = 0;
    const mayPass = atMostAMinute(2, () => now);
    expect([mayPass('ana'), mayPass('ana'), mayPass('ana')]).toStrictEqual([true, true, false]);
    now = 59_999;
    expect(mayPass('ana')).toBe(false);
    now = 60_000;
    expect(mayPass('ana')).toBe(true);
  });

  it('pass under each name', () => {
    const mayPass = atMostAMinute(1, () => 0);
    expect([mayPass('ana'), mayPass('ana'), mayPass('ben')]).toStrictEqual([true, false, true]);
  });

  it('are none when none may', () => {
    expect(atMostAMinute(0, () => 0)('ana')).toBe(false);
  });
});
