/** Lets the venue use its own names for positions while the chain keeps the conditional tokens'. */
import type { SettledOrder, VenueChain } from '../chain/venue-chain.js';
import type { Markets } from './market.js';

/** Markets are read late, because they are listed with the help of this chain. */
export const chainByNames = (chain: VenueChain, markets: () => Markets): VenueChain => {
  const onChain = (tokenId: string): string => {
    const listed = markets().byToken(tokenId);
    return listed === undefined ? tokenId : listed.market.onChain.tokenIds[listed.token];
  };
  const order = (one: SettledOrder): SettledOrder => ({ ...one, tokenId: onChain(one.tokenId) });
  return {
    ...chain,
    position: (wallet, tokenId) => chain.position(wallet, onChain(tokenId)),
    settle: ({ taker, makers }, sending) =>
      chain.settle({ taker: order(taker), makers: makers.map(order) }, sending),
  };
};
