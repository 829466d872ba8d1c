/** Laws every decider obeys, whatever happens: checked by playing random commands through it. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decider, Message } from '../decider.js';
import { same } from './same.js';

/** Random histories for each law. Mutation testing, which asks again for each mutant, takes fewer. */
export const RUNS = Number(process.env['SLUICE_LAW_RUNS']) || 100;

export function obeysTheCommonLaws<State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  command: fc.Arbitrary<Command>,
): void {
  const commands = fc.array(command, { minLength: 1, maxLength: 30 });

  it('answers a repeated command with nothing', () => {
    fc.assert(
      fc.property(commands, (history) => {
        let state = decider.initialState;
        for (const next of history) {
          state = decider.decide(next, state).reduce(decider.evolve, state);
          expect(decider.decide(next, state)).toHaveLength(0);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('decides the same from the same, and changes nothing it was given', () => {
    fc.assert(
      fc.property(commands, (history) => {
        let state = frozen(decider.initialState);
        for (const next of history) {
          const facts = decider.decide(frozen(next), state);
          if (!same(decider.decide(next, state), facts)) return false;
          state = facts.reduce((before, fact) => frozen(decider.evolve(before, fact)), state);
        }
        return true;
      }),
      { numRuns: RUNS },
    );
  });

  it('accepts every fact in every state', () => {
    fc.assert(
      fc.property(commands, fc.integer(), (history, seed) => {
        const facts = factsOf(decider, history);
        const shuffled = facts
          .map((fact, index) => ({ fact, rank: Math.imul(index + 1, seed | 1) }))
          .sort((one, other) => one.rank - other.rank)
          .map(({ fact }) => fact);
        return [...shuffled, ...facts].reduce(decider.evolve, decider.initialState) !== undefined;
      }),
      { numRuns: RUNS },
    );
  });
}

/** All facts that follow when these commands are given one after the other. */
export function factsOf<State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  commands: readonly Command[],
): readonly Event[] {
  let state = decider.initialState;
  return commands.flatMap((command) => {
    const facts = decider.decide(command, state);
    state = facts.reduce(decider.evolve, state);
    return facts;
  });
}

/** The value, with every object in it frozen: writing to any of them throws. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) frozen(child);
  return value;
}
