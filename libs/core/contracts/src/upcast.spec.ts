/** Old payloads are lifted version by version. */
import { describe, expect, it } from '@jest/globals';
import { UnknownFactError } from './errors.js';
import { lift, schemaVersionOf, type Upcasters } from './upcast.js';

const upcasters: Upcasters = {
  AlertResolved: [
    (payload) => ({ ...payload, to2: true }),
    (payload) => ({ ...payload, to3: 'to2' in payload }),
  ],
};
const lifted = (schemaVersion: number, type = 'AlertResolved'): unknown =>
  lift({ type, schemaVersion, payload: { first: 1 } }, upcasters);

describe('an old payload', () => {
  it('is lifted one version at a time, from the version it was stored in', () => {
    expect(lifted(1)).toEqual({ first: 1, to2: true, to3: true });
    expect(lifted(2)).toEqual({ first: 1, to3: false });
    expect(lifted(3)).toEqual({ first: 1 });
  });

  it('stays as it is when its fact never changed', () => {
    expect(lifted(1, 'AlertRaised')).toEqual({ first: 1 });
    expect(schemaVersionOf('AlertRaised', upcasters)).toBe(1);
    expect(schemaVersionOf('AlertResolved', upcasters)).toBe(3);
    expect(schemaVersionOf('constructor', upcasters)).toBe(1);
  });

  it('of a version we do not know stops the reader', () => {
    for (const version of [0, 4, 1.5, Number.NaN]) {
      expect(() => lifted(version)).toThrow(UnknownFactError);
    }
  });
});
