import { describe, expect, it } from '@jest/globals';
import { UnreadableAnswerError } from './errors.js';
import { balanceFrom } from './read-balance.js';
import { fixture, haveFixtures, recorded } from './testing/recorded.js';

describe('a balance at the venue', () => {
  it('is read in millionths, whatever the allowances look like', () => {
    expect(balanceFrom(recorded('get-balance-allowance.collateral').body)).toBe(1_000_000_000n);
  });

  it.each([[{ balance: '1.5' }], [{ balance: 5 }], [{}], ['']])('is not read from %j', (body) => {
    expect(() => balanceFrom(body)).toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('reads the answer others recorded', () => {
    const older = fixture('wire-nautilus/rust/http_balance_allowance_collateral.json');
    expect(balanceFrom(older)).toBe(1_000_000_000n);
  });
});
