/** Where redemption is killed on its way through one condition, in the order in which it gets there. */
import { pays, type Cell } from './cells.js';

/** Together they hold every append and every call of a redemption, before and after. */
export function killStepsOf(cell: Cell): readonly string[] {
  if (!pays(cell)) return LOSS;
  switch (cell.outcome) {
    case 'win':
      return UNTIL_SENT;
    case 'lose':
      return WHEN_MINED;
    case 'both':
      return ONCE_MINED;
  }
}

const append = (fact: string): string => `ledger.append ${fact}`;
const both = (point: string): readonly string[] => [`before ${point}#1`, `after ${point}#1`];

const UNTIL_SENT: readonly string[] = [
  ...both(append('RedemptionRequested')),
  'before chain.simulate#1',
  'after chain.sign#1',
  ...both(append('RedemptionSigned')),
  ...both('chain.submit'),
  ...both(append('RedemptionSubmitted')),
  'before chain.outcome#1',
  ...both(append('RedemptionConfirmed')),
];
/** A restart takes longer than a block needs to be final: those who want to see it mined send at once. */
const ONCE_MINED: readonly string[] = [
  'before chain.holdings#1',
  'after chain.simulate#1',
  'before chain.submit#1',
  `after ${append('RedemptionMined')}#1`,
  'after chain.outcome#1',
  `before ${append('RedemptionConfirmed')}#1`,
];
const WHEN_MINED: readonly string[] = [
  'after chain.holdings#1',
  'before chain.sign#1',
  `before ${append('RedemptionMined')}#1`,
  `after ${append('RedemptionConfirmed')}#1`,
];
const LOSS: readonly string[] = [...both('chain.holdings'), ...both(append('LossConfirmed'))];
