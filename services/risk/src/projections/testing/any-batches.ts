/** The same facts in batches of every kind: they must leave the same tables. */
import { expect } from '@jest/globals';
import type { Projection } from '@sluice/postgres';
import type { Tables } from '@sluice/postgres/testing';
import type { Recorded } from '@sluice/ports';
import fc from 'fast-check';

/** `make` gives a projection that remembers nothing yet. */
export async function sameInAnyBatches(
  tables: Tables,
  make: () => Projection,
  facts: readonly Recorded[],
): Promise<void> {
  const whole = await tables.rebuild(make(), facts, facts.length);
  expect(await tables.rebuild(make(), facts, 1)).toEqual(whole);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: facts.length - 1 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const projection = make();
      await tables.empty(projection);
      const ends = [...at.sort((one, other) => one - other), facts.length];
      for (const [index, end] of ends.entries()) {
        const batch = facts.slice(ends[index - 1] ?? 0, end);
        // Every other batch is lost at its end and comes again.
        if (index % 2 === 1) await tables.lose(projection, batch);
        await tables.take(projection, batch);
      }
      expect(await tables.hash(projection)).toEqual(whole);
    }),
    { numRuns: 12 },
  );
}
