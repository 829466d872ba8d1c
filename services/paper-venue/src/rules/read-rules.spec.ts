/** The flags that choose the venue's rules. */
import { describe, expect, it } from '@jest/globals';
import { readFlags } from '../read-flags.js';
import { DEFAULT_RULES } from './venue-rules.js';

const rulesOf = (...args: readonly string[]) => readFlags(args, () => undefined).options.rules;

describe('the rules on the command line', () => {
  it('are the usual ones when nothing is said', () => {
    expect(rulesOf()).toEqual(DEFAULT_RULES);
  });

  it('are what was said', () => {
    expect(
      rulesOf(
        '--reserve',
        'per-market',
        '--dialect',
        'prefixed',
        '--tier',
        'gold',
        '--rate-limit',
        'enforce',
      ),
    ).toEqual({
      ...DEFAULT_RULES,
      reservation: 'per_market',
      dialect: 'prefixed',
      signerLimit: { mode: 'enforce', tier: 'gold' },
    });
  });

  it('must be words the venue knows', () => {
    expect(() => rulesOf('--dialect', 'latin')).toThrow(
      '--dialect must be plain or prefixed, found "latin"',
    );
    expect(() => rulesOf('--clock-tolerance', '0')).toThrow('--clock-tolerance must be from 1');
  });
});
