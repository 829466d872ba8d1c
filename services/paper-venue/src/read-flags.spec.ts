/** The command line is read whole, or refused with the flag's name. */
import { describe, expect, it } from '@jest/globals';
import { readFlags } from './read-flags.js';

const read = (...args: readonly string[]) => readFlags(args, () => undefined).options;

describe('the flags of the paper venue', () => {
  it('draw faults from a seed, at a rate, of the kinds that are named', () => {
    expect(read().faults).toBeUndefined();
    expect(read('--fault-rate', '0.02').faults).toEqual({ seed: '1', rate: 0.02 });
    expect(
      read('--fault-seed', 'monday', '--fault-rate', '1', '--faults', 'cancel_only, duplicated')
        .faults,
    ).toEqual({ seed: 'monday', rate: 1, faults: ['cancel_only', 'duplicated'] });
  });

  it('are refused by name', () => {
    expect(() => read('--fault-seed', '7')).toThrow('--fault-rate');
    expect(() => read('--fault-rate', '1.5')).toThrow('--fault-rate must be from 0 to 1');
    expect(() => read('--fault-rate', '1', '--faults', 'rain')).toThrow('"rain" is no fault');
    expect(() => read('--settle-ms', '0.5')).toThrow('--settle-ms must be from 0');
  });
});
