/** A cell with the market of the venue that is its own. */
import type { VenueReady } from '../stack/stack.js';
import { nameOfCell, type Cell } from './cells.js';

export type PlacedCell = {
  readonly cell: Cell;
  readonly name: string;
  readonly conditionId: string;
  readonly tokenIds: readonly [string, string];
};

/** How many markets of each kind the cells need. A neg-risk event has two or more, if any. */
export function marketsFor(cells: readonly Cell[]) {
  const negRisk = cells.filter(({ market }) => market === 'neg-risk').length;
  const others = cells.length - negRisk;
  return { standard: Math.max(1, others), negRisk: negRisk === 0 ? 0 : Math.max(2, negRisk) };
}

/** Throws when the venue has too few markets of a kind. */
export function placeCells(
  cells: readonly Cell[],
  markets: VenueReady['markets'],
): readonly PlacedCell[] {
  const negRisk = markets.filter((market) => market.negRisk === true);
  const standard = markets.filter((market) => market.negRisk !== true);
  return cells.map((cell) => {
    const market = (cell.market === 'neg-risk' ? negRisk : standard).shift();
    if (market === undefined) throw new Error(`the venue has no market for ${nameOfCell(cell)}`);
    const { conditionId, tokenIds } = market;
    return { cell, name: nameOfCell(cell), conditionId, tokenIds };
  });
}
