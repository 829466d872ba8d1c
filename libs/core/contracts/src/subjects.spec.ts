/** Where facts stand: one subject per stream, and a partition that never moves. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOf } from '@sluice/domain';
import {
  AGGREGATES,
  balanceSubject,
  ID_LENGTH_MAX,
  parseSubject,
  partitionOf,
  quoteSubject,
  subjectOf,
} from './subjects.js';
import { id } from './testing/arbitrary-words.js';

const aggregate = fc.constantFrom(...AGGREGATES);

describe('the partition of a stream', () => {
  it('is the published FNV-1a of 32 bits', () => {
    expect(hashOf('')).toBe(0x811c9dc5);
    expect(hashOf('a')).toBe(0xe40c292c);
    expect(hashOf('b')).toBe(0xe70c2de5);
    expect(hashOf('foobar')).toBe(0xbf9cf968);
  });

  it('is what a second reading of the definition gives, for any ASCII text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 80 }), (key) => {
        expect(partitionOf(key)).toBe(Number(fnv1a32(key) % 64n));
      }),
      { numRuns: 200 },
    );
  });

  it('never moves: these are where they were on the first day', () => {
    expect(['main', 'acc-1', '0xc0ffee', 'A_b-9'].map(partitionOf)).toEqual(FIRST_DAY);
  });

  it('refuses a key the server would hash otherwise', () => {
    expect(() => partitionOf('kontó')).toThrow(RangeError);
  });
});

describe('the subject of a stream', () => {
  it('is one literal subject, with the partition in two digits', () => {
    fc.assert(
      fc.property(aggregate, id, id, (of, streamId, partitionKey) => {
        const subject = subjectOf({ aggregate: of, id: streamId, partitionKey });
        expect(subject).toMatch(/^evt\.[a-z]+\.[0-6]\d\.[A-Za-z0-9_-]+$/);
        const partition = partitionOf(partitionKey);
        expect(parseSubject(subject)).toEqual({ aggregate: of, id: streamId, partition });
      }),
    );
  });

  it.each(['', 'a.b', 'a b', '*', '>', 'ä', 'a\n', 'a'.repeat(ID_LENGTH_MAX + 1)])(
    'refuses the id %j, as id and as partition key',
    (wrong) => {
      const stream = { aggregate: 'order', id: 'o1', partitionKey: 'main' } as const;
      expect(() => subjectOf({ ...stream, id: wrong })).toThrow(RangeError);
      expect(() => subjectOf({ ...stream, partitionKey: wrong })).toThrow(RangeError);
      expect(() => quoteSubject(wrong)).toThrow(RangeError);
    },
  );

  it('names the id it refuses', () => {
    expect(() => subjectOf({ aggregate: 'order', id: 'a.b', partitionKey: 'main' })).toThrow(
      /stream of order .*"a\.b"/,
    );
  });

  it('takes an id of the greatest length', () => {
    const longest = 'x'.repeat(ID_LENGTH_MAX);
    expect(parseSubject(subjectOf({ aggregate: 'alert', id: longest, partitionKey: 'm' })).id).toBe(
      longest,
    );
  });

  it.each([
    'evt.order.64.a',
    'evt.order.7.a',
    'evt.order.007.a',
    'evt.order.07',
    'evt.order.07.',
    'evt.order.07.a.b',
    'evt.trade.07.a',
    'evt.order.-1.a',
    'cmd.order.07.a',
    'evt.>',
    '',
  ])('does not read %j', (subject) => {
    expect(() => parseSubject(subject)).toThrow(RangeError);
  });
});

it('quotes travel by token', () => {
  expect(quoteSubject('7132')).toBe('md.7132');
});

it('balances travel by account', () => {
  expect(balanceSubject('paper')).toBe('bal.paper');
  expect(() => balanceSubject('a.b')).toThrow(RangeError);
});

const FIRST_DAY = [8, 44, 0, 55];

function fnv1a32(text: string): bigint {
  return new TextEncoder()
    .encode(text)
    .reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n, 0x811c9dc5n);
}
