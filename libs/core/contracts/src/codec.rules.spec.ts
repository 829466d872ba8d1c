/** The law of storage: what is written is read back exactly, whatever it is. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFact, encodeFact, FACT_TYPES, isFactType } from './codec.js';
import { decodeQuote, encodeQuote } from './quotes.codec.js';
import { ARBITRARY_FACTS, arbitraryFact, arbitraryQuote } from './testing/index.js';

const bytes = new TextEncoder();

describe('any fact', () => {
  it('is tried: there is an arbitrary for each', () => {
    expect([...ARBITRARY_FACTS.keys()].sort()).toEqual([...FACT_TYPES].sort());
  });

  it.each([...ARBITRARY_FACTS])('%s comes back exactly, key by key', (type, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (fact) => {
        const stored = encodeFact(fact);
        const read = decodeFact(type, bytes.encode(stored));
        expect(plain(read)).toStrictEqual(plain(fact));
        expect(encodeFact(read)).toBe(stored);
      }),
      { numRuns: 60 },
    );
  });

  it('is one JSON object without a floating-point number', () => {
    fc.assert(
      fc.property(arbitraryFact, (fact) => {
        JSON.parse(encodeFact(fact), (_, value: unknown) => {
          if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
          return value;
        });
      }),
    );
  });
});

describe('any quote', () => {
  it('comes back exactly', () => {
    fc.assert(
      fc.property(arbitraryQuote, (quote) => {
        expect(decodeQuote(encodeQuote(quote))).toStrictEqual(plain(quote));
      }),
    );
  });
});

describe('any other text', () => {
  it('is not a fact type', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(isFactType(name)).toBe((FACT_TYPES as readonly string[]).includes(name));
      }),
    );
    expect(isFactType('constructor')).toBe(false);
  });
});

/** fast-check's records have no prototype, which toStrictEqual would notice. */
function plain<Value>(value: Value): Value {
  return structuredClone(value);
}
