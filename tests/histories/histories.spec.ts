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
  for (const [name, fact] of SAMPLE_FACTS) {
    if (!known.has(sampleName(name, fact))) recordSample(name, fact);
  }
}

const samples = storedSamples();

describe('the histories', () => {
  it.each(FACT_TYPES)('hold %s as it is stored today, and every version before', (type) => {
    for (let version = FIRST_SCHEMA_VERSION; version <= schemaVersionOf(type); version += 1) {
      expect([...samples.keys()]).toContain(`v${version}/${type}`);
    }
  });

  it('hold every sample there is in words of the domain', () => {
    const today = [...SAMPLE_FACTS].map(([name, fact]) => sampleName(name, fact));
    expect([...samples.keys()]).toEqual(expect.arrayContaining(today));
  });
});

describe.each([...samples])('the stored %s', (name, { subject, headers, payload }) => {
  const text = JSON.stringify(payload);
  const envelope = fromHeaders(headers);
  const { type, schemaVersion } = envelope;

  it('still means what it meant', () => {
    const meant = SAMPLE_FACTS.get(name.slice(name.indexOf('/') + 1));
    expect(decodeFact(type, text, schemaVersion)).toStrictEqual(meant);
  });

  it('is written again as it was, unless its shape has a newer version', () => {
    const again = encodeFact(decodeFact(type, text, schemaVersion));
    expect(again === text).toBe(schemaVersionOf(type) === schemaVersion);
  });

  it('stands under its own name on its own stream', () => {
    const { aggregate, id } = parseSubject(subject);
    expect(envelope.stream).toEqual({ aggregate, id });
    expect(name.replace(/-\d+$/, '')).toBe(`v${schemaVersion}/${type}`);
  });
});
