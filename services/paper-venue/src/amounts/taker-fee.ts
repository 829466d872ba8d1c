/** What the taker pays the venue: shares x rate x p x (1 - p), cut to five decimals of pUSD. */
import { ONE } from './micro.js';

const MICRO_PER_FEE_STEP = 10n;

export const takerFee = (fill: {
  readonly shares: bigint;
  readonly price: bigint;
  readonly rate: bigint;
}): bigint => {
  const exact = fill.shares * fill.rate * fill.price * (ONE - fill.price);
  const micro = exact / (ONE * ONE * ONE);
  return micro - (micro % MICRO_PER_FEE_STEP);
};
