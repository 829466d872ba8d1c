/** Where redemption is killed on its way through one condition, in the order in which it gets there. */
import { MARKETS, OUTCOMES, pays, WALLETS, type Cell } from './cells.js';

/** The paid cells of a wallet together hold every append and every call, before and after. */
export function killStepsOf(cell: Cell): readonly string[] {
  const { wallet, market, outcome } = cell;
  const place = MARKETS.indexOf(market) * OUTCOMES.length + OUTCOMES.indexOf(outcome);
  const lists = pays(cell) ? PAID : LOST;
  return lists[(place + WALLETS.indexOf(wallet)) % lists.length] ?? [];
}

const before = (point: string): string => `before ${point}#1`;
const after = (point: string): string => `after ${point}#1`;
const fact = (type: string): string => `ledger.append ${type}`;
const call = (method: string): string => `chain.${method}`;

const PAID: readonly (readonly string[])[] = [
  [
    ...[before(call('holdings')), after(call('simulate')), before(fact('RedemptionSigned'))],
    // A restart takes longer than a block needs to be final: who wants to see it mined sends at once.
    ...[before(call('submit')), before(fact('RedemptionMined'))],
  ],
  [
    ...[after(call('holdings')), before(call('simulate')), before(call('sign'))],
    ...[after(fact('RedemptionSigned')), after(fact('RedemptionMined'))],
    before(fact('RedemptionConfirmed')),
  ],
  [
    ...[before(fact('RedemptionRequested')), after(call('sign')), after(call('submit'))],
    ...[after(fact('RedemptionSubmitted')), after(fact('RedemptionConfirmed'))],
  ],
  [
    ...[after(fact('RedemptionRequested')), before(fact('RedemptionSubmitted'))],
    ...[before(call('outcome')), after(call('outcome'))],
  ],
];
const LOST: readonly (readonly string[])[] = [
  [before(call('holdings')), after(fact('LossConfirmed'))],
  [after(call('holdings')), before(fact('LossConfirmed'))],
];
