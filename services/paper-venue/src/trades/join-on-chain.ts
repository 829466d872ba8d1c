/** Several matches of one taking order as one trade of the exchange contract: one transaction for all. */
import type { SettledOrder } from '../chain/venue-chain.js';

type OnChain = { readonly taker: SettledOrder; readonly makers: readonly SettledOrder[] };

/** Throws when there is nothing to join. */
export const joinOnChain = (trades: readonly OnChain[]): OnChain => {
  const [first, ...others] = trades;
  if (first === undefined) throw new Error('There is no trade to settle');
  return others.reduce<OnChain>(
    ({ taker, makers }, next) => ({
      taker: {
        ...taker,
        makerAmount: taker.makerAmount + next.taker.makerAmount,
        takerAmount: taker.takerAmount + next.taker.takerAmount,
        fee: taker.fee + next.taker.fee,
      },
      makers: [...makers, ...next.makers],
    }),
    first,
  );
};
