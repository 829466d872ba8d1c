import { describe, expect, it } from '@jest/globals';
import { cellsOf, pays, WALLETS } from './cells.js';
import { killStepsOf } from './kill-steps.js';

const CALLS = ['holdings', 'simulate', 'sign', 'submit', 'outcome'].map((name) => `chain.${name}`);
const FACTS = ['Requested', 'Signed', 'Submitted', 'Mined', 'Confirmed'].map(
  (name) => `ledger.append Redemption${name}`,
);
const LOSS = ['chain.holdings', 'ledger.append LossConfirmed'];
const aroundEach = (points: readonly string[]): readonly string[] =>
  points.flatMap((point) => [`before ${point}#1`, `after ${point}#1`]).toSorted();

describe('the steps redemption is killed at', () => {
  it.each(WALLETS)('are all of a redemption and of a loss: %s', (wallet) => {
    const cells = cellsOf({ wallet: [wallet], trouble: ['kill'] });
    const stepsOf = (paid: boolean) =>
      [...new Set(cells.filter((cell) => pays(cell) === paid).flatMap(killStepsOf))].toSorted();
    expect(stepsOf(true)).toEqual(aroundEach([...CALLS, ...FACTS]));
    expect(stepsOf(false)).toEqual(aroundEach(LOSS));
  });
});
