/** Rules of markets that hold for every history. */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import * as market from './market.js';
import { price } from './money.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const command: fc.Arbitrary<market.Command> = fc.oneof(
  fc
    .constantFrom('0.1', '0.01', '0.001')
    .map((tick) => examples.listMarket({ tickSize: price(tick) })),
  fc.constant(examples.closeMarket()),
  fc
    .constantFrom([1n, 0n], [0n, 1n], [1n, 1n])
    .map((payoutNumerators) => examples.resolveMarket({ payoutNumerators })),
);

const STAGES = ['MarketListed', 'MarketClosed', 'MarketResolved'] as const;

describe('markets, whatever happens', () => {
  obeysTheCommonLaws(market.decider, command);

  it('only move forward: listed, then closed, then resolved', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const stages = factsOf(market.decider, commands).map(({ type }) => STAGES.indexOf(type));
        return stages.every((stage, index) => index === 0 || stage >= (stages[index - 1] ?? 0));
      }),
      { numRuns: RUNS },
    );
  });

  it('close at most once and resolve at most once', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const facts = factsOf(market.decider, commands);
        return (['MarketClosed', 'MarketResolved'] as const).every(
          (type) => facts.filter((fact) => fact.type === type).length <= 1,
        );
      }),
      { numRuns: RUNS },
    );
  });
});
