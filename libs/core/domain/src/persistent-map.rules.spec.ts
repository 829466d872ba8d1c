/** A persistent map is a map: played side by side with a native one. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyMap, type PersistentMap } from './persistent-map.js';
import { RUNS } from './testing/index.js';

/** Few keys, so that they meet again, among them pairs with one hash. */
const key = fc.oneof(
  fc.constantFrom('costarring', 'liquid', 'declinate', 'macallums', 'altarage', 'zinke'),
  fc.integer({ min: 0, max: 200 }).map((n) => `token-${n}`),
);
const change = fc.record({ key, value: fc.integer(), remove: fc.boolean() });
const changes = fc.array(change, { maxLength: 300 });

function play(history: readonly { key: string; value: number; remove: boolean }[]) {
  const native = new Map<string, number>();
  let map: PersistentMap<number> = emptyMap();
  for (const { key, value, remove } of history) {
    map = remove ? map.without(key) : map.with(key, value);
    if (remove) native.delete(key);
    else native.set(key, value);
  }
  return { map, native };
}

const sorted = (entries: Iterable<readonly [string, number]>) =>
  [...entries].sort(([one], [other]) => one.localeCompare(other));

describe('a persistent map, whatever is set and removed', () => {
  it('holds exactly what a native map holds', () => {
    fc.assert(
      fc.property(changes, (history) => {
        const { map, native } = play(history);
        expect(map.size).toBe(native.size);
        expect(sorted(map.entries())).toEqual(sorted(native));
        for (const { key } of history) expect(map.get(key)).toBe(native.get(key));
      }),
      { numRuns: RUNS },
    );
  });

  it('never changes an earlier version', () => {
    fc.assert(
      fc.property(changes, changes, (earlier, afterwards) => {
        const { map } = play(earlier);
        const before = [...map.entries()];
        for (const { key, value, remove } of afterwards) {
          if (remove) map.without(key);
          else map.with(key, value);
        }
        expect([...map.entries()]).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('has the same order for the same keys, however they came to be there', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(500), { maxLength: 100 }),
        fc.nat(500),
        (numbers, extra) => {
          const keys = numbers.map((n) => `token-${n}`);
          const forwards = keys.reduce((map, each) => map.with(each, 1), emptyMap<number>());
          const detour = keys
            .toReversed()
            .reduce((map, each) => map.with(each, 1), emptyMap<number>())
            .with(`extra-${extra}`, 1)
            .without(`extra-${extra}`);
          expect([...detour.entries()]).toEqual([...forwards.entries()]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
