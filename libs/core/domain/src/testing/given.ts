/** Given these facts, when this command, then these facts. The only way we test a decider. */
import { expect } from '@jest/globals';
import { fold, type Decider, type Message } from '../decider.js';

export function specify<State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
) {
  return (...history: readonly Event[]) => ({
    when(command: Command) {
      const happened = decider.decide(command, fold(decider, history));
      return {
        /** Exactly these facts, with every field. */
        then: (...expected: readonly Event[]): void => expect(happened).toStrictEqual(expected),
        /** As many facts, each with at least these fields. */
        thenMatching: (...expected: readonly Shape<Event>[]): void => {
          expect(happened).toMatchObject(expected);
        },
        thenNothing: (): void => expect(happened).toStrictEqual([]),
      };
    },
  });
}

/** Some of the fields of a fact, at every depth. */
export type Shape<Whole> = Whole extends bigint | string | number | boolean | undefined
  ? Whole
  : Whole extends readonly (infer Item)[]
    ? readonly Shape<Item>[]
    : { readonly [Name in keyof Whole]?: Shape<Whole[Name]> };
