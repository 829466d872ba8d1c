import { describe, expect, it } from '@jest/globals';
import { cellsOf, endingOf, heldOutcomes, nameOfCell, payoutOf, pays, type Cell } from './cells.js';

const cell = (change: Partial<Cell>): Cell => ({
  ...{ wallet: 'eoa', market: 'standard', outcome: 'win', trouble: 'none', ...change },
});

describe('the redemption matrix', () => {
  it('has nine positions for every wallet and trouble, and no relayer where none sends', () => {
    const cells = cellsOf({});
    expect(cells).toHaveLength((5 * 9 - 2) * 9);
    expect(new Set(cells.map(nameOfCell)).size).toBe(cells.length);
    expect(cellsOf({ wallet: ['eoa'], trouble: ['relayer-answer-lost'] })).toEqual([]);
  });

  it('is asked for part by part', () => {
    const filter = { wallet: ['safe'], market: ['neg-risk'], outcome: ['win'], trouble: ['reorg'] };
    expect(cellsOf(filter).map(nameOfCell)).toEqual(['safe neg-risk win reorg']);
    expect(() => cellsOf({ trouble: ['flood'] })).toThrow('no trouble is called "flood"');
  });

  it.each([
    [cell({}), [5n, 0n], 5n],
    [cell({ outcome: 'lose' }), [0n, 5n], 0n],
    [cell({ outcome: 'both' }), [5n, 7n], 5n],
    [cell({ market: 'neg-risk' }), [0n, 5n], 5n],
    [cell({ market: 'neg-risk', outcome: 'lose' }), [5n, 0n], 0n],
    [cell({ market: 'fifty-fifty', outcome: 'lose' }), [0n, 5n], 2n],
    [cell({ market: 'fifty-fifty', outcome: 'both' }), [5n, 7n], 5n],
  ])('pays what the contract pays: %j with %j', (one, shares, paid) => {
    expect(payoutOf(one, shares)).toBe(paid);
    expect(pays(one)).toBe(paid > 0n);
    const held = shares.flatMap((size, index) => (size > 0n ? [index] : []));
    expect(heldOutcomes(one)).toEqual(held);
  });

  it('never ends two markets of one event at Yes', () => {
    expect(cellsOf({ market: ['neg-risk'] }).map(endingOf)).not.toContain(0);
  });
});
