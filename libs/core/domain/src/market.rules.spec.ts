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
  fc.constant(examples.reopenMarket()),
  fc
    .constantFrom<market.OracleStatus>('posed', 'proposed', 'challenged', 'disputed', 'reproposed')
    .map((status) => examples.observeProgress({ status })),
  fc
    .constantFrom([1n, 0n], [0n, 1n], [1n, 1n])
    .map((payoutNumerators) => examples.resolveMarket({ payoutNumerators })),
);

describe('markets, whatever happens', () => {
  obeysTheCommonLaws(market.decider, command);

  it('are listed first, and nothing follows a payout', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const types = factsOf(market.decider, commands).map(({ type }) => type);
        const payout = types.indexOf('MarketResolved');
        return (
          (types[0] ?? 'MarketListed') === 'MarketListed' &&
          (payout === -1 || payout === types.length - 1)
        );
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['close', 'MarketClosed', 'MarketReopened'],
    ['are disputed', 'MarketDisputed', 'MarketDisputeEnded'],
  ] as const)('%s only in turns', (_, begins, ends) => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const turns = factsOf(market.decider, commands)
          .map(({ type }) => type)
          .filter((type) => type === begins || type === ends);
        return turns.every((type, index) => type === (index % 2 === 0 ? begins : ends));
      }),
      { numRuns: RUNS },
    );
  });
});
