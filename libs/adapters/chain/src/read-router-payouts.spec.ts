import { describe, expect, it } from '@jest/globals';
import { shortCondition } from './read-router-payouts.js';

const second = `0x017791f201d5a788e0039e511fc1900e5f${'0'.repeat(28)}`;

describe('a condition of the second protocol', () => {
  it('has 31 bytes, with or without the zero byte the venue writes behind them', () => {
    expect(shortCondition(second)).toBe(second);
    expect(shortCondition(`${second}00`)).toBe(second);
  });

  it.each([
    ['a hash', '0xbd31dc8a20211944f6b70f31557f1001557b59905b7738480ca09bd4532f84af'],
    ['a hash that begins like a module', `0x01${'ab'.repeat(31)}`],
    ['another module', `0x04${'0'.repeat(62)}`],
    ['no condition at all', 'condition-1'],
  ])('is told from %s', (_, conditionId) => {
    expect(shortCondition(conditionId)).toBeUndefined();
  });
});
