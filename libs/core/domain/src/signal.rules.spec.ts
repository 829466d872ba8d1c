/** Rules of signals that hold for every history. */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import * as signal from './signal.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const command: fc.Arbitrary<signal.Command> = fc.oneof(
  fc.constantFrom('BUY' as const, 'SELL' as const).map((side) => examples.receiveSignal({ side })),
  fc
    .constantFrom('unknown_strategy' as const, 'unknown_market' as const)
    .map((reason) => examples.ignoreSignal({ reason })),
);

describe('signals, whatever happens', () => {
  obeysTheCommonLaws(signal.decider, command);

  it('are one fact each, for ever', () => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 1 }),
        (commands) => factsOf(signal.decider, commands).length === 1,
      ),
      { numRuns: RUNS },
    );
  });
});
