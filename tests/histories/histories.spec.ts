/** What was ever stored can be read for ever, and means what it meant when it was stored. */
import { describe, expect, it } from '@jest/globals';
import {
  decodeFact,
  encodeFact,
  FACT_TYPES,
  FIRST_SCHEMA_VERSION,
  fromHeaders,
  parseSubject,
  schemaVersionOf,
} from '@sluice/contracts';
import { recordSample, sampleName, storedSamples } from './samples.js';
import { SAMPLE_FACTS } from './sample-facts.js';

// `node tests/histories/record.mjs` sets this: facts that are new get their first sample.
if (process.env['SLUICE_RECORD_SAMPLES'] === '1') {
  const known = storedSamples();
  SAMPLE_FACTS.filter(({ type }) => !known.has(sampleName(type))).forEach(recordSample);
}

const samples = storedSamples();

describe('the histories', () => {
  it.each(FACT_TYPES)('hold %s as it is stored today, and every version before', (type) => {
    for (let version = FIRST_SCHEMA_VERSION; version <= schemaVersionOf(type); version += 1) {
      expect([...samples.keys()]).toContain(`v${version}/${type}`);
    }
  });
});

describe.each([...samples])('the stored %s', (name, { subject, headers, payload }) => {
  const text = JSON.stringify(payload);
  const envelope = fromHeaders(headers);
  const { type, schemaVersion } = envelope;

  it('still means what it meant', () => {
    const meant = SAMPLE_FACTS.find((fact) => fact.type === type);
    expect(decodeFact(type, text, schemaVersion)).toStrictEqual(meant);
  });

  it('is written again as it was, unless its shape has a newer version', () => {
    const again = encodeFact(decodeFact(type, text, schemaVersion));
    expect(again === text).toBe(schemaVersionOf(type) === schemaVersion);
  });

  it('stands under its own name on its own stream', () => {
    const { aggregate, id } = parseSubject(subject);
    expect(envelope.stream).toEqual({ aggregate, id });
    expect(name).toBe(`v${schemaVersion}/${type}`);
  });
});
