import { describe, expect, it } from '@jest/globals';
import { emptyMap, hashOf } from './persistent-map.js';

/** Two words with one hash: the known collisions of 32-bit FNV-1a. */
const [costarring, liquid] = ['costarring', 'liquid'] as const;

describe('a persistent map', () => {
  it('gives what was set last', () => {
    const map = emptyMap<number>().with('a', 1).with('a', 2);
    expect(map.get('a')).toBe(2);
    expect(map.size).toBe(1);
  });

  it('leaves the map it came from as it was', () => {
    const before = emptyMap<number>().with('a', 1);
    before.with('a', 2).with('b', 3).without('a');
    expect([...before.entries()]).toEqual([['a', 1]]);
  });

  it('is itself when a key to remove is not there', () => {
    const map = emptyMap<number>().with('a', 1);
    expect(map.without('b')).toBe(map);
  });

  it('knows a key whose value is undefined', () => {
    const map = emptyMap<undefined>().with('a', undefined);
    expect(map.has('a')).toBe(true);
    expect(map.has('b')).toBe(false);
  });

  it('keeps keys apart that have the same hash', () => {
    expect(hashOf(costarring)).toBe(hashOf(liquid));
    const map = emptyMap<number>().with(costarring, 1).with(liquid, 2).with('other', 3);
    expect([map.get(costarring), map.get(liquid), map.size]).toEqual([1, 2, 3]);

    const one = map.without(costarring);
    expect([one.get(costarring), one.get(liquid), one.size]).toEqual([undefined, 2, 2]);
    expect(one.without(liquid).has(liquid)).toBe(false);
  });
});

describe('the hash of a key', () => {
  it('is 32-bit FNV-1a, for ever', () => {
    expect(hashOf('')).toBe(0x811c9dc5);
    expect(hashOf('a')).toBe(0xe40c292c);
    expect(hashOf('foobar')).toBe(0xbf9cf968);
  });
});
