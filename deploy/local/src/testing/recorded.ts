/** Facts as the ledger would hold them, one after the other, in one journey. */
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Position, Recorded } from '@sluice/ports';

/** Each fact comes 100 ms after the one before. */
export const recorded = (...facts: readonly Fact[]): readonly Recorded[] =>
  facts.map((fact, index) => ({
    ...fact,
    id: `fact-${index + 1}`,
    stream: { aggregate: 'order', id: 'story', partition: 0 },
    position: (index + 1) as Position,
    version: index + 1,
    at: examples.later(100 * index),
    journeyId: examples.signalId,
    causeId: 'story',
    source: 'test',
  }));
