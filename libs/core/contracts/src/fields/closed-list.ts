/** A closed list of the domain beside the enum that stores it, readable in both directions. */
import { FieldFault } from './fault.js';

export type ClosedList<Word extends string, Stored extends number> = {
  readonly words: readonly Word[];
  readonly stored: (word: Word) => Stored;
  readonly read: <Field extends string>(
    message: { readonly [Name in Field]: Stored },
    field: Field,
  ) => Word;
};

/** The table names every word of the union, so a new word does not compile until it is stored. */
export function closedList<Word extends string, Stored extends number>(
  table: Readonly<Record<Word, Stored>>,
): ClosedList<Word, Stored> {
  const words = Object.keys(table) as Word[];
  const wordOf = new Map(words.map((word) => [table[word], word]));
  if (wordOf.size !== words.length) {
    throw new RangeError(`Two words are stored alike: ${words.join(', ')}`);
  }
  return {
    words,
    stored: (word) => table[word],
    read: (message, field) => {
      const word = wordOf.get(message[field]);
      if (word === undefined) {
        throw new FieldFault(field, `is not one of ${words.join(', ')}`);
      }
      return word;
    },
  };
}
