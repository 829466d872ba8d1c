/** Rules of kills that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as kill from './kill.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const few = fc.nat({ max: 3 });
const command: fc.Arbitrary<kill.Command> = fc.oneof(
  fc.record({ sweep: few, cancelled: few, stillOpen: few }).map(examples.recordSweep),
  few.map((seconds) => examples.verifyKill({ at: examples.later(seconds * 1_000) })),
  fc.constantFrom('open', 'silent').map((detail) => examples.doubtKill({ detail })),
);

describe('kills, whatever happens', () => {
  obeysTheCommonLaws(kill.decider, command);

  it('are verified only after two sweeps, of which the last left nothing open', () => {
    check((facts) => {
      const at = facts.findIndex(({ type }) => type === 'KillVerified');
      if (at === -1) return;
      const sweeps = facts.slice(0, at).filter(isSweep);
      expect(sweeps.length).toBeGreaterThanOrEqual(2);
      expect(sweeps.at(-1)?.data.stillOpen).toBe(0);
      expect(facts).toHaveLength(at + 1);
    });
  });

  it('count every cancelled order of every sweep', () => {
    check((facts) => {
      const verified = facts.find((fact) => fact.type === 'KillVerified');
      if (verified === undefined) return;
      const cancelled = facts.filter(isSweep).map(({ data }) => data.cancelled);
      expect(verified.data.cancelled).toBe(cancelled.reduce((total, one) => total + one, 0));
    });
  });

  it('number their sweeps without gaps', () => {
    check((facts) => {
      const numbers = facts.filter(isSweep).map(({ data }) => data.sweep);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    });
  });
});

const isSweep = (fact: kill.Event): fact is kill.Swept => fact.type === 'KillSwept';

function check(law: (facts: readonly kill.Event[]) => void): void {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (history) =>
      law(factsOf(kill.decider, history)),
    ),
    { numRuns: RUNS },
  );
}
