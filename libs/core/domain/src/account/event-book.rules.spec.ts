/** The most that can be lost on an event is the worst of all its endings, each reckoned by itself. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RUNS } from '../testing/index.js';
import { emptyEvent, isEmptyEvent, withHolding, worstLoss } from './event-book.js';

const MARKETS = ['a', 'b', 'c', 'd'];
const holding = fc.record({
  conditionId: fc.constantFrom(...MARKETS.slice(0, 3)),
  isYes: fc.boolean(),
  shares: fc.bigInt(0n, 1_000n),
  costUsd: fc.bigInt(0n, 1_000n),
});
const holdings = fc.array(holding, { maxLength: 12 });

describe('the book of an event, whatever is held', () => {
  it('loses at most what the worst ending costs: a market of it wins, or one that is not held', () => {
    fc.assert(
      fc.property(holdings, fc.bigInt(0n, 500n), (held, reservedUsd) => {
        const book = { ...held.reduce(withHolding, emptyEvent), reservedUsd };
        // Nothing is held in the last market: it stands for none of the others winning.
        const losses = MARKETS.map((winner) =>
          held.reduce((loss, { conditionId, isYes, shares, costUsd }) => {
            const pays = (conditionId === winner) === isYes;
            return loss + costUsd - (pays ? shares : 0n);
          }, reservedUsd),
        );
        const worst = losses.reduce((most, loss) => (loss > most ? loss : most), 0n);
        expect(worstLoss(book)).toBe(worst);
      }),
      { numRuns: RUNS },
    );
  });

  it('is empty once all of it is gone', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const gone = held.map(({ shares, costUsd, ...which }) => ({
          ...which,
          ...{ shares: -shares, costUsd: -costUsd },
        }));
        expect(isEmptyEvent([...held, ...gone].reduce(withHolding, emptyEvent))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
