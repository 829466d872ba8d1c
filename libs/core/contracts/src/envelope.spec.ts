/** What stands around a fact, and the id it has for ever. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factId, fromHeaders, toHeaders, type Envelope } from './envelope.js';
import { MalformedEnvelopeError } from './errors.js';
import { AGGREGATES } from './subjects.js';
import * as word from './testing/arbitrary-words.js';

const envelope: Envelope = {
  id: '0f'.repeat(16),
  type: 'OrderFilled',
  stream: { aggregate: 'order', id: 'o1' },
  source: 'executor',
  at: '2026-01-31T12:00:00.000Z',
  journeyId: 's1',
  causeId: 'venue: trade "7"',
  version: 3,
  previousPosition: 41,
};
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const anyEnvelope: fc.Arbitrary<Envelope> = fc.record(
  {
    id: text,
    type: text,
    stream: fc.record({ aggregate: fc.constantFrom(...AGGREGATES), id: word.id }),
    source: text,
    at: word.instant,
    journeyId: word.text,
    causeId: text,
    version: fc.integer({ min: 1 }),
    previousPosition: word.safeCount,
    traceparent: text,
  },
  {
    requiredKeys: [
      'id',
      'type',
      'stream',
      'source',
      'at',
      'journeyId',
      'causeId',
      'version',
      'previousPosition',
    ],
  },
);

describe('the headers of a fact', () => {
  it('are CloudEvents in binary mode', () => {
    expect(toHeaders(envelope)).toEqual({
      'ce-id': '0f'.repeat(16),
      'ce-type': 'OrderFilled',
      'ce-source': 'executor',
      'ce-time': '2026-01-31T12:00:00.000Z',
      'ce-specversion': '1.0',
      'ce-subject': 'order.o1',
      'ce-datacontenttype': 'application/json',
      'ce-correlationid': 's1',
      'ce-causationid': 'venue:%20trade%20%227%22',
      'sluice-version': '3',
      'sluice-previous': '41',
      'sluice-schema': '1',
    });
  });

  it('come back as the envelope, whatever it holds, in printable ASCII', () => {
    fc.assert(
      fc.property(anyEnvelope, (any) => {
        const headers = toHeaders(any);
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x21-\x7e]+$/);
        expect(fromHeaders(headers)).toEqual({ ...any, schemaVersion: 1 });
      }),
    );
  });

  it('may come without a journey, a trace or a schema version', () => {
    const { 'sluice-schema': _, ...headers } = toHeaders({ ...envelope, journeyId: '' });
    expect(headers).not.toHaveProperty('ce-correlationid');
    expect(fromHeaders(headers)).toEqual({ ...envelope, journeyId: '', schemaVersion: 1 });
  });

  it.each(
    Object.keys(toHeaders(envelope)).filter(
      (name) => name !== 'ce-correlationid' && name !== 'sluice-schema',
    ),
  )('must have %s', (name) => {
    for (const gone of [undefined, '']) {
      const act = (): unknown => fromHeaders({ ...toHeaders(envelope), [name]: gone });
      expect(act).toThrow(MalformedEnvelopeError);
      expect(act).toThrow(`Header ${name} is missing`);
    }
  });

  it.each([
    ['ce-time', '2026-01-31'],
    ['ce-specversion', '0.3'],
    ['ce-datacontenttype', 'text/plain'],
    ['ce-subject', 'order'],
    ['ce-subject', 'trade.o1'],
    ['ce-causationid', '%zz'],
    ['sluice-version', '0'],
    ['sluice-version', '1.5'],
    ['sluice-previous', '-1'],
    ['sluice-previous', '9007199254740993'],
    ['sluice-schema', 'new'],
  ])('refuse %s = %j', (name, value) => {
    const act = (): unknown => fromHeaders({ ...toHeaders(envelope), [name]: value });
    expect(act).toThrow(MalformedEnvelopeError);
    expect(act).toThrow(`Header ${name}`);
  });

  it('are never written in a form that could not be read', () => {
    for (const wrong of [
      { version: 0 },
      { previousPosition: Number.NaN },
      { at: 'now' },
      { id: '' },
      { causeId: '\ud800' },
    ]) {
      expect(() => toHeaders({ ...envelope, ...wrong })).toThrow(MalformedEnvelopeError);
    }
  });
});

describe('the id of a fact', () => {
  const origin = { causeId: 'c1', stream: { aggregate: 'order', id: 'o1' }, index: 0 } as const;

  it('is for ever the same for the same origin', () => {
    expect(factId(origin)).toBe(FIRST_DAY_ID);
  });

  it('differs when anything about the origin differs, however the parts are cut', () => {
    const anyOrigin = fc.record({
      causeId: fc.string({ maxLength: 5 }),
      stream: fc.record({ aggregate: fc.constantFrom(...AGGREGATES), id: word.id }),
      index: fc.nat({ max: 20 }),
    });
    fc.assert(
      fc.property(anyOrigin, anyOrigin, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(factId(one) === factId(other)).toBe(same);
      }),
    );
    const cut = (causeId: string, id: string): string =>
      factId({ causeId, stream: { aggregate: 'order', id }, index: 0 });
    expect(cut('a', 'b')).not.toBe(cut('a8:order.b', ''));
  });
});

const FIRST_DAY_ID = '10d3c8fbc7533de8fc7223b4db640f12';
